--[[
runs: changes of one kind and shape that follow each other (see lib/write/runs.lua), read together, and what they store.

ARGV[1..] all  of the script
]]
local shapes, parts, kind_of, readers = lib.write.shapes, lib.write.single.parts, lib.write.runs.kind, lib.write.batch.readers

-- changes of one kind and shape; where the next ones begin, or nothing
function module.read(batch, at)
  local model, kind, count = batch.model, kind_of(ARGV[at])
  local read, shape = readers[kind], shapes.of(model, ARGV[at + 2])
  local part = read and parts.of(model, shape)
  if not part then return nil end
  local run = { read = read, deletes = kind == 'delete' or kind == 'remove', shape = shape, parts = part, count = count, at = at + 3, first = false, key = false, blind = false,
    before = {}, after = {}, version_at = model.version_at, version = model.version }
  batch.runs[#batch.runs + 1] = run
  return read(batch, run) and at + 3 + count * (1 + shape.width)
end

-- texts as their rows have them
local function encode(state, texts, list)
  for i = 1, #texts do
    local place = texts[i].place
    if place then list[2 * place] = lib.text.writing.sizes.encode(state.words[texts[i].index.name], list[2 * place]) end
  end
end

-- the rows of a run, whose keys begin behind those of the runs before
function module.write(state, run, keys, from)
  local shape, at, texts = run.shape, run.at, run.parts.texts
  local list, set, unset, step = { unpack(shape.pairs) }, shape.set, shape.unset_names, 1 + shape.width
  local has_texts, sets, unsets = #texts > 0, #list > 0, #unset > 0
  for n = from + 1, from + run.count do
    for i = 1, #set do list[2 * i] = ARGV[at + i] end
    if has_texts then encode(state, texts, list) end
    -- no model has so many fields that they would not fit the stack
    if sets then redis.call('HSET', keys[n], unpack(list)) end
    if unsets then redis.call('HDEL', keys[n], unpack(unset)) end
    at = at + step
  end
end
