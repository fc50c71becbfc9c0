--[[
change_set: the changes of one call, of one model or several: read and checked, numbered, then written key by key.

Each kind of change (lib/write/changes) gives { before, after }: the row as stored and as it will be, by position. A refusal is an
error reply `CODE [facts]`, the first fact being the position of the change.

ARGV[1..] all  of the script
]]
local shapes, states = lib.write.shapes, lib.write.state

-- of several refusals the one of the first change
local function refuse(set, code, position, ...)
  if set.refused and set.refused <= position then return end
  set.refused, set.refusal = position, redis.error_reply(code .. ' ' .. cjson.encode({ position, ... }))
end

-- `first`: the place in ARGV behind which the values stand
local function read_change(set, at)
  local state, id = set.states[tonumber(ARGV[at + 1])], ARGV[at + 2]
  local change = { state = state, id = id, shape = shapes.of(state.model, ARGV[at + 3]), first = at + 3, position = #set.list,
    key = false, again = false, before = false, after = false, sums = false, held = false, pairs = false, told = false, tell = false, member = false, replaces = false }
  if id ~= '' then
    change.key = state.model.row .. id
    change.again = set.touched[change.key]
    set.touched[change.key] = true
  end
  set.list[change.position + 1] = change
  local kind = ARGV[at]
  -- it would be compared with what is stored, not with what the first one leads to
  if change.again and kind ~= 'insert' then set.refusal = redis.error_reply('ERR two changes of ' .. change.key) end
  lib.write.changes[kind].read(change, set)
  return at + 4 + change.shape.width
end

local function read(set, at)
  while at < #ARGV and not set.refusal do at = read_change(set, at) end
  if set.refusal then return end
  for i = 1, #set.list do lib.write.differences.note(set.list[i]) end
  for _, state in ipairs(set.states) do
    state.alone = #set.list == 1
    states.check(state, set)
  end
end

local function write(set)
  local results, all = {}, set.states
  for i = 1, #all do states.remove(all[i]) end
  for i, change in ipairs(set.list) do results[i] = lib.write.rows.write(change) end
  for i = 1, #all do states.add(all[i]) end
  return results
end

function module.run(prefix, ids, total)
  local set = { states = {}, list = {}, touched = {}, refuse = refuse, refused = false, refusal = false }
  for i = 1, total do set.states[i] = states.new(lib.write.models.of(ARGV[i + 1])) end
  local first = set.states[1].model
  if first.key ~= prefix or first.ids ~= ids then return redis.error_reply('ERR the keys are not those of the first model') end
  read(set, total + 2)
  return set.refusal or write(set)
end
