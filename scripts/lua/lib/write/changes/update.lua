--[[
update: some fields of an entity, where those that the writer saw hold what he saw.

ARGV[1..] all  of the script
]]
local rows = lib.write.rows

-- a row gets what the change sets, but for the first values of its shape
function module.assign(change, row, passed)
  local first, set, unset = change.first, change.shape.set, change.shape.unset
  for i = passed + 1, #set do row[set[i]] = ARGV[first + i] end
  for i = 1, #unset do row[unset[i]] = nil end
end

-- the row as it will be
function module.merged(change, before)
  local after, read = {}, change.shape.read
  for i = 1, #read do after[read[i]] = before[read[i]] end
  module.assign(change, after, 0)
  return after
end

-- the position of the first field that does not hold what the writer saw, but for the first values that were seen, or nil
function module.difference(change, before, passed)
  local shape = change.shape
  local seen, absent, first = shape.seen, shape.absent, change.first + #shape.set
  for i = (passed or 0) + 1, #seen do if before[seen[i]] ~= ARGV[first + i] then return seen[i] end end
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
