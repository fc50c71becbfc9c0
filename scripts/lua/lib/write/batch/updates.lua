--[[
updates: what one update of a run (lib/write/batch/runs.lua) finds stored, and the row as it will be. Both stand in tables of the run,
which the next update fills anew.

ARGV[1..] all  of the script
]]
-- whether the entity is there
local function read_stored(shape, key, before)
  local names, positions, found = shape.read_names, shape.read, false
  local values = #names > 0 and redis.call('HMGET', key, unpack(names)) or names
  for i = 1, #positions do
    local value = values[i] or nil
    before[positions[i]], found = value, found or value
  end
  return found or redis.call('EXISTS', key) == 1
end

-- whether it holds what the writer saw, and lacks what is only set then; `first`: the place in ARGV behind which that stands
local function is_seen(shape, before, first)
  local seen, absent, either = shape.seen, shape.absent, shape.either
  for i = 1, #seen do
    local at = seen[i]
    if before[at] ~= ARGV[first + i] and (before[at] or not (either and either[at])) then return false end
  end
  for at in pairs(shape.lacking or {}) do
    if before[at] then return false end
  end
  for i = 1, #absent do
    if before[absent[i]] then return false end
  end
  return true
end

-- false where the general way has to look; `at`: the place of the id
function module.read(run, key, at)
  local shape, before, after = run.shape, run.before, run.after
  local only = shape.only
  if only then
    local value = redis.call('HGET', key, shape.read_names[1])
    before[only], after[only] = value, ARGV[at + 1]
    return value == ARGV[at + 2]
  end
  local kept, set = shape.kept, shape.set
  if not read_stored(shape, key, before) or not is_seen(shape, before, at + #set) then return false end
  for i = 1, #kept do after[kept[i]] = before[kept[i]] end
  for i = 1, #set do after[set[i]] = ARGV[at + i] end
  return not run.version_at or before[run.version_at] == run.version
end
