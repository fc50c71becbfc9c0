--[[
members: a command on a container of an entity that has an index, together with the entries that come and go by it.

What the command may change is looked at before and behind it: the values that it names, or all.
]]
local members, commands = lib.layout.members, lib.write.containers.member_commands
-- values of one container: their entries go with the entity in one step
local MOST = 1000

-- the refusal of a container that would hold so many values, or nil
function module.too_many(index, id, size)
  return size > MOST and redis.error_reply('CONTAINER_FULL ' .. cjson.encode({ index.container .. id, MOST })) or nil
end

-- why the command cannot be executed, or nil
local function refusal(index, id, command, args, values, before)
  local more = commands.growth(command, args, values, before)
  return more > 0 and module.too_many(index, id, members.size(index, id) + more) or nil
end

-- what the command answers, or why nothing was done. The entries are in the state of the change, to be written
local function run(change, index, command, args)
  local id, values = change.id, commands.values(command, args)
  local key = index.container .. id
  local kind = redis.call('TYPE', key).ok
  if kind ~= 'none' and kind ~= index.holds then
    return redis.error_reply('CONTAINER_TYPE ' .. cjson.encode({ key, kind, index.holds }))
  end
  local before = members.present(index, id, values)
  local refused = refusal(index, id, command, args, values, before)
  if refused then return refused end
  local reply = redis.pcall(command, key, unpack(args))
  if type(reply) == 'table' and reply.err then return reply end
  lib.write.indexes.members.note_between(change, index, before, members.present(index, id, values))
  return reply
end

function module.find(model, name)
  for _, index in ipairs(model.source.indexes) do
    if index.kind == 'members' and index.name == name then return index end
  end
end

-- by a call that touches the entity, for the index of a name
function module.execute(set, name, command, args)
  local change = set.list[1]
  local state, names = change.state, {}
  local index = module.find(state.model, name)
  if index.state == 'stale' then return redis.pcall(command, index.container .. change.id, unpack(args)) end
  local reply = run(change, index, command, args)
  -- the sizes of all lists in one command
  if state.model.integer then lib.write.lists.names(state, names) end
  lib.layout.counts.read(state, names)
  return reply
end
