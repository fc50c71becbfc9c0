--[[
write_with_containers: write.lua, with commands on containers that are executed with the change set or not at all.

KEYS[1] prefix  of the first model; never exists; its hash tag is that of all keys. Without changes the key of the first container
KEYS[2] ids     of the first model; without changes that key again
ARGV[1] models  how many descriptors come first
ARGV[2] first   the place among all arguments where the effects begin (lib/write/containers/effects.lua)
ARGV[3..] rest  as in write.lua, then the effects

Returns and refuses as write.lua; besides CONTAINER_TYPE [key, found, expected], CONTAINER_SUM [key, field, found],
CONTAINER_BOUND [key, field, sum, min, max] and CONTAINER_FULL [key, most].
]]
local prefix, ids, models, first = KEYS[1], KEYS[2], tonumber(ARGV[1]), tonumber(ARGV[2])
local change_set, effects = lib.write.change_set, lib.write.containers.effects

local set = change_set.read(prefix, ids, { models = models, first = 3, last = first - 1 })
if set.refusal then return set.refusal end
local list = effects.read(first, set)
local refused = effects.check(list)
if refused then return refused end
local results = change_set.write(set)
effects.write(list)
return results
