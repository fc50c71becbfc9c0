--[[
update: some fields of an entity, where those that the writer saw hold what he saw.

ARGV[1..] all  of the script
]]
local rows = lib.write.rows

local function merged(change, before)
  local after, set = {}, change.shape.set
  for at, value in pairs(before) do after[at] = value end
  for i = 1, #set do after[set[i]] = ARGV[change.first + i] end
  for _, at in ipairs(change.shape.unset) do after[at] = nil end
  return after
end

local function compare(change, set, before, at, value)
  local found = before[at]
  if found == value then return end
  set:refuse('DATA_RACE', change.position, change.state.model.fields[at], found or cjson.null)
end

function module.read(change, set)
  local before, shape = rows.stored(change), change.shape
  if not before then return set:refuse('ENTITY_DELETED', change.position, change.id) end
  local first, seen, absent = change.first + #shape.set, shape.seen, shape.absent
  for i = 1, #seen do compare(change, set, before, seen[i], ARGV[first + i]) end
  for i = 1, #absent do compare(change, set, before, absent[i], nil) end
  change.before, change.after = before, merged(change, before)
end
