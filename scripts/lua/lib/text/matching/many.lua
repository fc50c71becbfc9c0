--[[
many: what many terms, of which one is enough, tell of the texts of an entity: a weight as lib/text/matching/weights.lua has it.
]]
local present = lib.text.matching.present
-- fewer are looked for one by one
module.FEW = 24

function module.weight(entries, texts)
  local norm_of, most = lib.text.matching.weights.norm, lib.text.bm25.MOST
  local groups = present.group(entries, #texts.bases, function(entry, _, before) return (before or 0) + entry.idf * most end)
  return function()
    local sum
    for at, group in ipairs(groups) do
      local codes, times = present.of(texts.lists[at], group)
      for i = 1, #codes do
        local tf = times[codes[i]]
        sum = (sum or 0) + group.worth[codes[i]] * tf / (tf + norm_of(texts, at))
      end
    end
    return sum
  end
end

-- the terms of a disjunction, and its parts that are none
local function gather(part, entries, others)
  for _, entry in ipairs(part.entries or {}) do entries[#entries + 1] = entry end
  if part.op ~= 'or' then others[#others + 1] = not part.entries and part or nil end
  for _, input in ipairs(part.op == 'or' and part.inputs or {}) do gather(input, entries, others) end
end

-- of a disjunction of many terms: these, and its other parts; nothing where they are few
function module.of(part)
  if not part.entries and part.op ~= 'or' then return nil end
  local entries, others = {}, {}
  gather(part, entries, others)
  if #entries > module.FEW then return entries, others end
end
