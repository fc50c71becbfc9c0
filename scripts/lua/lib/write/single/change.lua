--[[
change: the only change of a call, written at once: nothing has to be collected, and put together by key.

What seldom comes is left to the general way (lib/write/reader.lua), with nothing written: where a change is refused, a list is
full, a list or a bucket runs empty, or the server has another schema of the model.

ARGV[1..] all  of the script
]]
local rows, shapes, numbering = lib.write.rows, lib.write.shapes, lib.write.numbering
local readers, parts, lists = lib.write.single.readers, lib.write.single.parts, lib.write.single.lists
local sorted, holders, claims, move = lib.write.single.sorted, lib.write.single.holders, lib.write.single.claims, lib.write.single.move

-- all members at once: a table that grows is made anew several times
local function new(model, shape, at)
  local id = ARGV[at]
  return { shape = shape, id = id, key = model.row .. id, first = at, before = false, after = false, told = false, blind = false, stays = false }
end

-- what has to be known of #counts; where the sizes of buckets begin, and where those of lists
local function names_of(part, change)
  local moves = change.before and change.after
  -- with room for all: a table that grows is made anew several times
  local names = { 'schema', not moves and 'last' or nil, not moves and (change.after and 'next' or 'referrers') or nil, nil, nil, nil, nil, nil }
  local at = #names + 1
  holders.note(part.holders, names)
  local first = #names + 1
  local comes = lists.note(part.lists, names, change)
  if not moves then names[#names + 1], comes[#comes + 1] = 'ids', change.after and true or false end
  return names, at, first, comes
end

-- `at`: the place in ARGV where the change begins; nothing for the general way
function module.run(model, at)
  local kind, shape = ARGV[at], shapes.of(model, ARGV[at + 2])
  local part = #ARGV == at + 3 + shape.width and parts.of(model, shape)
  -- the words of a text are put together by key in any case
  if not part or part.texts[1] then return nil end
  if kind == 'update' and part.is_move then return move.run(model, shape, part, at + 3) end
  local reader = readers[kind]
  local change = reader and reader(new(model, shape, at + 3), model)
  if not change then return nil end
  local names, at, first, comes = names_of(part, change)
  local sizes, changed = redis.call('HMGET', model.counts, unpack(names)), { nil, nil, nil, nil, nil, nil, nil, nil }
  -- other entities may lead to one that is deleted
  if sizes[1] ~= model.schema or not change.after and sizes[3] then return nil end
  if change.id == '' then
    if not numbering.take_next(change, model, sizes[3]) then return nil end
    changed[1], changed[2] = 'next', change.id
  end
  local moves = holders.find(part.holders, change, sizes, at)
  local sets = moves and lists.find(model, change.id, names, first, sizes, comes)
  if sets then sorted.check(part.sorted) end
  if not (sets and claims.take(moves, change.id)) then return nil end
  if not change.after then redis.call('DEL', change.key) end
  sorted.write(part.sorted, change)
  lists.write(change.id, names, first, sizes, comes, sets, changed)
  claims.write(moves, changed)
  if changed[1] then redis.call('HSET', model.counts, unpack(changed)) end
  return rows.write(change)
end
