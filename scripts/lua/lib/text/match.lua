--[[
match: whether texts fit a search, and how well: the sum of what its terms tell, by BM25 (Robertson and Zaragoza, The Probabilistic
Relevance Framework: BM25 and Beyond, 2009), as src/text/bm25.ts.
]]
local codes = lib.text.codes
local K1, B = 1.2, 0.75

-- how much the length of a text counts, worked out once a text
local function norm_of(text)
  if not text.norm then text.norm = K1 * (1 - B + B * (text.average == 0 and 1 or codes.length(text.list) / text.average)) end
  return text.norm
end

local function weight(entry, text)
  local tf = codes.frequency(text.list, entry.code)
  return tf > 0 and entry.idf * tf * (K1 + 1) / (tf + norm_of(text))
end

-- nil where the text has none of the terms
local function score_entries(entries, text)
  local sum
  for i = 1, #entries do
    local found = weight(entries[i], text)
    if found then sum = (sum or 0) + found end
  end
  return sum
end

local score
local function score_all(inputs, texts)
  local sum = 0
  for i = 1, #inputs do
    local found = score(inputs[i], texts)
    if not found then return nil end
    sum = sum + found
  end
  return sum
end

local function score_any(inputs, texts)
  local sum
  for i = 1, #inputs do
    local found = score(inputs[i], texts)
    if found then sum = (sum or 0) + found end
  end
  return sum
end

-- of texts by the number of their index; nil where they do not fit
function score(part, texts)
  if part.op == 'and' then return score_all(part.inputs, texts) end
  if part.op == 'or' then return score_any(part.inputs, texts) end
  if part.op == 'not' then return not score(part.inputs[1], texts) and 0 or nil end
  local text = texts[part.at]
  if not text then return nil end
  if part.entries then return score_entries(part.entries, text) end
  return lib.text.phrase.stands(part.places, text.list) and lib.text.phrase.score(part.places, text, score_entries) or nil
end
module.score = score
