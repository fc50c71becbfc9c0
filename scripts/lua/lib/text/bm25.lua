--[[
bm25: what a term tells of a text (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009), as src/text/bm25.ts:
idf * MOST * tf / (tf + norm), where norm is a base and a slope for each word of the text.
]]
local K1, B = 1.2, 0.75

-- of a term that stands in a text again and again
module.MOST = K1 + 1

-- an inverse document frequency that is never negative: Lucene's form
function module.idf(texts, df) return math.log(1 + math.max(0, texts - df + 0.5) / (df + 0.5)) end

-- the base and the slope, where there are so many texts with so many words
function module.norm(texts, words)
  local average = words / math.max(1, texts)
  if average > 0 then return K1 * (1 - B), K1 * B / average end
  return K1, 0
end
