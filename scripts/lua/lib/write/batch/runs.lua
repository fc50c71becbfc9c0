--[[
runs: changes of one kind and shape that follow each other (see lib/write/runs.lua), read one by one, and what they store.

ARGV[1..] all  of the script
]]
local call, shapes, parts, kind_of, readers = lib.write.groups.call, lib.write.shapes, lib.write.single.parts, lib.write.runs.kind, lib.write.batch.readers

-- changes of one kind and shape; where the next ones begin, or nothing
function module.read(batch, at)
  local kind, count = kind_of(ARGV[at])
  local read, shape = readers[kind], shapes.of(batch.model, ARGV[at + 2])
  local part = read and parts.of(batch.model, shape)
  if not part then return nil end
  local run = { read = read, shape = shape, parts = part, count = count, at = at + 3, first = at + 3, id = false, key = false, blind = false,
    before = {}, after = {} }
  batch.runs[#batch.runs + 1] = run
  for _ = 1, count do
    if not read(batch, run) then return nil end
    run.first = run.first + 1 + shape.width
  end
  return run.first
end

-- texts as their rows have them
local function encode(state, texts, list)
  for i = 1, #texts do
    local place = texts[i].place
    if place then list[2 * place] = lib.text.sizes.encode(state.words[texts[i].index.name], list[2 * place]) end
  end
end

-- the rows of a run, whose keys begin behind those of the runs before
function module.write(state, run, keys, from)
  local shape, at = run.shape, run.at
  local list, texts, set, unset, step = { unpack(shape.pairs) }, run.parts.texts, shape.set, shape.unset_names, 1 + shape.width
  for n = from + 1, from + run.count do
    for i = 1, #set do list[2 * i] = ARGV[at + i] end
    if #texts > 0 then encode(state, texts, list) end
    if #list > 0 then call('HSET', keys[n], list) end
    if #unset > 0 then call('HDEL', keys[n], unset) end
    at = at + step
  end
end
