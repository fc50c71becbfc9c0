--[[
updates: what one update of a run (lib/write/batch/runs.lua) finds stored, and the row as it will be. Both stand in tables of the run,
which the next update fills anew.

ARGV[1..] all  of the script
]]
local exists = lib.write.rows.exists

-- whether the entity is there
local function read_stored(run, before)
  local names, positions, found = run.shape.read_names, run.shape.read, false
  -- most updates need one field
  if #names == 1 then
    local value = redis.call('HGET', run.key, names[1]) or nil
    before[positions[1]], found = value, value
  elseif #names > 0 then
    local values = redis.call('HMGET', run.key, unpack(names))
    for i = 1, #positions do
      local value = values[i] or nil
      before[positions[i]], found = value, found or value
    end
  end
  return found or exists(run)
end

-- false where there is no such entity, or where it does not hold what the writer saw
function module.read(run)
  local shape, before, after, first = run.shape, run.before, run.after, run.first
  if not read_stored(run, before) then return false end
  local read, set, unset, seen, absent = shape.read, shape.set, shape.unset, shape.seen, shape.absent
  for i = 1, #read do after[read[i]] = before[read[i]] end
  for i = 1, #set do after[set[i]] = ARGV[first + i] end
  for i = 1, #unset do after[unset[i]] = nil end
  first = first + #set
  for i = 1, #seen do
    if before[seen[i]] ~= ARGV[first + i] then return false end
  end
  for i = 1, #absent do
    if before[absent[i]] then return false end
  end
  return true
end
