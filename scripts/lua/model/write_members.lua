--[[
write_members: a command on a container of an entity, with the entries of its index; nothing where the entity is not there.

KEYS[1] prefix   of the model; never exists; its hash tag is that of all keys
KEYS[2] ids      of the model
ARGV[1] first    the place among all arguments where the command begins
ARGV[2..] rest   the descriptor and the change, as in write.lua: it touches the entity; then the name of the index, the command and its
                 arguments without the key

Returns as write.lua; of the first change what the command answers. Refuses as write.lua; besides CONTAINER_TYPE [key, found, expected],
CONTAINER_FULL [key, most], and with what the command itself refuses.
]]
local prefix, ids, first = KEYS[1], KEYS[2], tonumber(ARGV[1])
local change_set, members = lib.write.change_set, lib.write.containers.members

local set = change_set.read(prefix, ids, { models = 1, first = 2, last = first - 1 })
if set.refusal then return set.refusal end
local reply = members.execute(set, ARGV[first], ARGV[first + 1], { unpack(ARGV, first + 2) })
if type(reply) == 'table' and reply.err then return reply end
set.list[1].tell = function() return reply end
return change_set.write(set)
