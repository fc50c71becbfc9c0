--[[
sizes: how many texts an index has, and how many words these have together, among the counts of the model.
]]
local counts, codes, forward = lib.layout.counts, lib.text.codes, lib.text.writing.forward

-- the sizes that a call needs
function module.names(state, names)
  for _, words in pairs(state.words) do
    local size = #names
    names[size + 1], names[size + 2] = words.index.texts, words.index.total
  end
end

-- the forward list of a text that comes
function module.encode(words, text)
  local list, length = forward.encode(text, words.codes)
  words.texts, words.total = words.texts + 1, words.total + length
  return list
end

-- one of a text that goes
function module.leave(words, list) words.texts, words.total = words.texts - 1, words.total - codes.length(list) end

local function add(state, name, by)
  if by ~= 0 and counts.add(state, name, by) <= 0 then counts.set(state, name, false) end
end

function module.write(state)
  for _, words in pairs(state.words) do
    add(state, words.index.texts, words.texts)
    add(state, words.index.total, words.total)
  end
end
