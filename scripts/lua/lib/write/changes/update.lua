--[[
update: some fields of an entity, where those that the writer saw hold what he saw.

ARGV[1..] all  of the script
]]
local rows = lib.write.rows

-- the row as it will be
function module.merged(change, before)
  local after, set = {}, change.shape.set
  for at, value in pairs(before) do after[at] = value end
  for i = 1, #set do after[set[i]] = ARGV[change.first + i] end
  for _, at in ipairs(change.shape.unset) do after[at] = nil end
  return after
end

-- the position of the first field that does not hold what the writer saw, or nil
function module.difference(change, before)
  local seen, absent = change.shape.seen, change.shape.absent
  local first = change.first + #change.shape.set
  for i = 1, #seen do if before[seen[i]] ~= ARGV[first + i] then return seen[i] end end
  for i = 1, #absent do if before[absent[i]] then return absent[i] end end
end

function module.read(change, set)
  local before = rows.stored(change)
  if not before then return set:refuse('ENTITY_DELETED', change.position, change.id) end
  change.before = before
  local at = module.difference(change, before)
  if at then return set:refuse('DATA_RACE', change.position, change.state.model.fields[at], before[at] or cjson.null) end
  change.after = module.merged(change, before)
end
