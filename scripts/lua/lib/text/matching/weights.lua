--[[
weights: what the terms of a search tell of the texts of one entity (see lib/text/bm25.lua).

The texts are one table, filled anew for each entity: by the number of their index `lists`, the forward lists ('' for none), and `norms`,
what their length takes off, false until it is asked for. A weight is a function that gives a number, or nil where the text has no such term.
]]
local find, length_of, bm25 = string.find, lib.text.codes.length, lib.text.bm25

-- sizes are, for each index, its texts and the words of all of them
function module.texts(sizes)
  local texts = { lists = {}, norms = {}, slopes = {}, bases = {} }
  for at, size in ipairs(sizes) do texts.bases[at], texts.slopes[at] = bm25.norm(size[1], size[2]) end
  return texts
end

-- what the length of the text of an index takes off
function module.norm(texts, at)
  local norm = texts.norms[at]
  if not norm then
    norm = texts.bases[at] + texts.slopes[at] * length_of(texts.lists[at])
    texts.norms[at] = norm
  end
  return norm
end

function module.of_entry(entry, texts)
  local at, code, most, lists, norm_of = entry.at, entry.code, entry.idf * bm25.MOST, texts.lists, module.norm
  return function()
    local list, tf = lists[at], 0
    local first, last = find(list, code, 1, true)
    if not first then return nil end
    repeat
      tf = tf + 1
      first, last = find(list, code, last + 1, true)
    until not first
    return most * tf / (tf + norm_of(texts, at))
  end
end

-- the sum of those that there are
function module.any(weights)
  if #weights == 1 then return weights[1] end
  return function()
    local sum
    for i = 1, #weights do
      local found = weights[i]()
      if found then sum = (sum or 0) + found end
    end
    return sum
  end
end

function module.of_entries(entries, texts)
  local weights = {}
  for i = 1, #entries do weights[i] = module.of_entry(entries[i], texts) end
  return module.any(weights)
end
