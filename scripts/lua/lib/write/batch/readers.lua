--[[
readers: the kinds of change that lib/write/batch writes. Each notes what one entity gets and loses, or gives nothing where the general
way has to look.

A run is read change by change: `first`, `id` and `key` are those of the one at hand, as in lib/write/change.lua.

ARGV[1..] all  of the script
]]
local rows, updates, counts, text, SAFE = lib.write.rows, lib.write.batch.updates, lib.layout.counts, lib.layout.id.text, lib.write.numbers.SAFE

local move = lib.write.batch.entries.move

-- each entity once
local function point_to(batch, run, id)
  local key, touched, total = batch.model.row .. id, batch.touched, batch.total + 1
  if touched[key] then return false end
  run.id, run.key, touched[key], touched[total], batch.total = id, key, true, key, total
  return true
end

local function next_id(batch)
  batch.last = (batch.last or counts.get(batch.state, 'next') or 0) + 1
  return text(batch.last)
end

function module.insert(batch, run)
  -- an id that was given may be taken, and may move the counter on
  if ARGV[run.first] ~= '' then return false end
  local id = next_id(batch)
  batch.wanted = batch.wanted or {}
  batch.wanted[#batch.wanted + 1] = { key = batch.model.row .. id }
  if batch.last > SAFE or not point_to(batch, run, id) then return false end
  batch.entries:come(run.parts, id, batch.total, rows.given(run))
  batch.results[batch.total] = id
  return true
end

function module.update(batch, run)
  local id, model = ARGV[run.first], batch.model
  if not point_to(batch, run, id) or not updates.read(run) then return false end
  local before, after, version_at = run.before, run.after, model.version_at
  if version_at and before[version_at] ~= model.version then return false end
  move(batch.entries, run.parts, id, batch.total, before, after)
  batch.results[batch.total] = 1
  return true
end

function module.delete(batch, run)
  if not point_to(batch, run, ARGV[run.first]) then return false end
  local before = rows.stored(run)
  if before then batch.entries:go(run.parts, run.id, run.key, before) end
  batch.results[batch.total] = before and 1 or 0
  return true
end
