--[[
sizes: how many texts an index has, and how many words these have together, among the counts of the model.
]]
local counts = lib.layout.counts

-- the sizes that a call needs
function module.names(state, names)
  for _, words in pairs(state.words) do
    local size = #names
    names[size + 1], names[size + 2] = words.index.texts, words.index.total
  end
end

-- a text of `after` words takes the place of one of `before`; false is none
function module.note(words, before, after)
  words.texts = words.texts + (after and 1 or 0) - (before and 1 or 0)
  words.total = words.total + (after or 0) - (before or 0)
end

local function add(state, name, by)
  if by ~= 0 and counts.add(state, name, by) <= 0 then counts.set(state, name, false) end
end

function module.write(state)
  for _, words in pairs(state.words) do
    add(state, words.index.texts, words.texts)
    add(state, words.index.total, words.total)
  end
end
