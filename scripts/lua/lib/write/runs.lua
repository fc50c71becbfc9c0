--[[
runs: changes of one kind, model and shape that follow each other stand in ARGV as one run (src/write/encoder.ts).

ARGV[1..] all  of the script
]]
local shapes = lib.write.shapes

-- the kind of a run of changes, and how many they are: `update`, or `update 100`
function module.kind(text)
  if not string.find(text, ' ', 1, true) then return text, 1 end
  local kind, count = string.match(text, '^(%l+) (%d+)$')
  return kind, tonumber(count)
end

-- `at`: the place in ARGV of the id, behind which the values stand
local function read_change(set, kind, state, shape, at)
  local id = ARGV[at]
  local change = lib.write.change.new(state, id, shape, at, #set.list)
  if change.key then
    change.again = set.touched[change.key]
    set.touched[change.key] = change
    if state.model.expiry then change.blind = lib.write.expiry.lapse(set, state, id, true) end
  end
  set.list[change.position + 1] = change
  -- it would be compared with what is stored, not with what the first one leads to
  if change.again and kind ~= 'insert' then set.refusal = redis.error_reply('ERR two changes of ' .. change.key) end
  lib.write.changes[kind].read(change, set)
  if state.model.version_at then lib.write.versions.check(change, set, kind) end
end

-- changes of one kind and shape, as they stand next to each other; where the next ones begin
function module.read(set, at)
  local state, kind, count = set.states[tonumber(ARGV[at + 1])], module.kind(ARGV[at])
  local shape = shapes.of(state.model, ARGV[at + 2])
  at = at + 3
  for _ = 1, count do
    if set.refusal then break end
    read_change(set, kind, state, shape, at)
    at = at + 1 + shape.width
  end
  return at
end
