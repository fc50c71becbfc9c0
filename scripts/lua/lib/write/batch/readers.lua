--[[
readers: the kinds of change that lib/write/batch writes. Each notes what the entities of a run get and lose, or gives nothing where the
general way has to look.

ARGV[1..] all  of the script
]]
local rows, updates, newcomers = lib.write.rows, lib.write.batch.updates, lib.write.batch.newcomers
local move, go = lib.write.batch.entries.move, lib.write.batch.entries.go

-- the key of one more entity, and its position in the call; nothing for one that the call changes already
local function point_to(batch, id)
  local key, touched, total = batch.model.row .. id, batch.touched, batch.total + 1
  if touched[key] then return nil end
  touched[key], batch.keys[total], batch.total = true, key, total
  return key, total
end

module.insert = newcomers.read

function module.update(batch, run)
  local entries, parts, results, step, read = batch.entries, run.parts, batch.results, 1 + run.shape.width, updates.read
  for at = run.at, run.at + (run.count - 1) * step, step do
    local id = ARGV[at]
    local key, total = point_to(batch, id)
    if not key or not read(run, key, at) then return false end
    move(entries, parts, id, total, run.before, run.after)
    results[total] = 1
  end
  return true
end

-- `needed`: each has to be there
local function delete(batch, run, needed)
  for at = run.at, run.at + run.count - 1 do
    local id = ARGV[at]
    local key, total = point_to(batch, id)
    if not key then return false end
    run.key = key
    local before = rows.stored(run)
    if needed and not before then return false end
    if before then go(batch.entries, run.parts, id, key, before) end
    batch.results[total] = before and 1 or 0
  end
  return true
end

function module.delete(batch, run) return delete(batch, run, false) end

function module.remove(batch, run) return delete(batch, run, true) end
