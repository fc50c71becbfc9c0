--[[
update: some fields of an entity, where those that the writer saw hold what he saw.

ARGV[1..] all  of the script
]]
local rows = lib.write.rows

-- what a row lacks; what it has stays
local function fill(change, row, passed)
  local first, set, lacking, stays = change.first, change.shape.set, change.shape.lacking, {}
  for i = passed + 1, #set do
    local at = set[i]
    if lacking[at] and row[at] then stays[i] = row[at] else row[at] = ARGV[first + i] end
  end
  change.stays = stays
end

-- a row gets what the change sets, but for the first values of its shape
function module.assign(change, row, passed)
  local first, set, unset = change.first, change.shape.set, change.shape.unset
  if change.shape.lacking then fill(change, row, passed)
  else for i = passed + 1, #set do row[set[i]] = ARGV[first + i] end end
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
  local seen, absent, either, first = shape.seen, shape.absent, shape.either, change.first + #shape.set
  for i = (passed or 0) + 1, #seen do
    local at = seen[i]
    if before[at] ~= ARGV[first + i] and (before[at] or not (either and either[at])) then return at end
  end
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
