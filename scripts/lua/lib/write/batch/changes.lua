--[[
changes: many changes of one model, each of an entity of its own, written together: row by row and then key by key.

What seldom comes is left to the general way (lib/write/reader.lua), with nothing written: run() gives nothing where a change is refused,
or is of another kind, or the server has another schema of the model.
]]
local states, counts = lib.write.state, lib.layout.counts
local runs, holders = lib.write.batch.runs, lib.write.batch.holders

local function refuse(batch) batch.refused = true end

local function new(model)
  local state = states.new(model)
  state.entries = lib.write.batch.entries.new(state)
  return { state = state, model = model, entries = state.entries, runs = {}, touched = {}, keys = {}, results = {}, refuse = refuse, refused = false,
    outdated = false, referred = false, follows = false, agreed = false, total = 0, last = false }
end

local function read(batch, at, last)
  while at and at < last do at = runs.read(batch, at) end
  if not at then return false end
  if batch.last then counts.set(batch.state, 'next', batch.last) end
  holders.unite(batch.entries)
  states.check(batch.state, batch)
  if batch.refused or batch.outdated or batch.referred then return false end
  return not batch.entries.held or holders.take(batch.entries)
end

local function write(batch)
  local from = 0
  states.remove(batch.state)
  for _, run in ipairs(batch.runs) do
    if not run.deletes then runs.write(batch.state, run, batch.keys, from) end
    from = from + run.count
  end
  states.add(batch.state)
  return batch.results
end

-- `at`, `last`: the places in ARGV where the first change begins and the last one ends
function module.run(model, at, last)
  local batch = new(model)
  return read(batch, at, last) and write(batch) or nil
end
