--[[
newcomers: a run of new entities (lib/write/batch/runs.lua) with ids that nobody has yet, so that each is there once.

ARGV[1..] all  of the script
]]
local rows, counts, text, SAFE = lib.write.rows, lib.layout.counts, lib.layout.id.text, lib.write.numbers.SAFE
local any_taken = lib.write.numbering.any_taken
local entries, columns, holders, places = lib.write.batch.entries, lib.write.batch.columns, lib.write.batch.holders, lib.write.batch.places

-- fewer are not worth lists of their own
local FEW = 4

-- the ids of the run; nothing where one was given, as it may be taken, and may move the counter on
local function number(batch, run, step)
  local row, keys, results, ids, at = batch.model.row, batch.keys, batch.results, {}, run.at
  local last, total = batch.last or counts.get(batch.state, 'next') or 0, batch.total
  if last + run.count > SAFE then return nil end
  for i = 1, run.count do
    if ARGV[at] ~= '' then return nil end
    local id = text(last + i)
    local key = row .. id
    ids[i], keys[total + i], results[total + i], at = id, key, id, at + step
  end
  if any_taken(keys, total + 1, total + run.count) then return nil end
  batch.last, batch.total = last + run.count, total + run.count
  return ids
end

-- each by its row; `from`: how many changes come before the run
local function note_rows(batch, run, parts, ids, step, from)
  run.first = run.at
  for i = 1, #ids do
    entries.move(batch.entries, parts, ids[i], from + i, false, rows.given(run))
    run.first = run.first + step
  end
end

function module.read(batch, run)
  local step, from = 1 + run.shape.width, batch.total
  local ids = number(batch, run, step)
  if not ids then return false end
  if #ids < FEW then note_rows(batch, run, run.parts, ids, step, from)
  else
    local found = places.of(run.shape, run.parts)
    columns.note(batch.entries, found.plain, ids, ARGV, run.at, step)
    holders.note(batch.entries, found.plain.holders, ids, ARGV, run.at, step)
    if found.rest then note_rows(batch, run, found.rest, ids, step, from) end
  end
  entries.give(batch.entries.comes, 'ids', ids)
  return true
end
