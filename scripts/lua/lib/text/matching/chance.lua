--[[
chance: the share of all entities that a search probably finds, if its words have nothing to do with each other: what the planner goes by.
]]
local function of_any(list, chance_of)
  local missed = 1
  for _, each in ipairs(list) do missed = missed * (1 - chance_of(each)) end
  return 1 - missed
end

local function of_all(list, chance_of)
  local found = 1
  for _, each in ipairs(list) do found = found * chance_of(each) end
  return found
end

-- of a part of an opened search (see lib/text/matching/search.lua), among so many entities
function module.of(part, total)
  local function of_entry(entry) return math.min(1, entry.size / math.max(1, total)) end
  local function of_part(input) return module.of(input, total) end
  if part.op == 'not' then return 1 - of_part(part.inputs[1]) end
  if part.op == 'or' then return of_any(part.inputs, of_part) end
  if part.inputs then return of_all(part.inputs, of_part) end
  if part.entries then return of_any(part.entries, of_entry) end
  return of_all(part.places, function(place) return place and of_any(place, of_entry) or 1 end)
end
