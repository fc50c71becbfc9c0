--[[
reap: delete entities of a model whose time has come, with all that hangs on them. One program at a time does so by itself.
Frees memory.

KEYS[1] prefix      of the model; never exists; its hash tag is that of all keys
KEYS[2] ids         of the model
KEYS[3] reaper      names the program whose turn it is
ARGV[1] few         how many it deletes at most
ARGV[2] token       of the program; the empty text takes no turn, and waits for none
ARGV[3] lease       ms until another one may take the turn
ARGV[4] descriptor  of the model, as in write.lua

Returns the ms until there is more to do (0: now; -1: nothing that is known of; -2: now, behind what led to an entity), and the number of the model, the id and the values
of each entity that went.
]]
local prefix, ids, reaper = KEYS[1], KEYS[2], KEYS[3]
local few, token, lease, descriptor = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]

local other = token ~= '' and redis.call('GET', reaper)
if other and other ~= token then return { math.max(1, redis.call('PTTL', reaper)) } end

local set = lib.write.change_set.read(prefix, ids, { models = 1, first = 4, last = 4, few = few })
if set.refusal then return set.refusal end
if token ~= '' then redis.call('SET', reaper, token, 'PX', lease) end
local expires, results = set.states[1].model.expires, {}
if set.lapsed then results = lib.write.change_set.write(set) end
local now = set.lapsed and lib.write.lapsed.is_any_waiting(set) and -2
table.insert(results, 1, now or expires and lib.layout.due.wait(expires, lib.layout.lifetimes.now()) or -1)
return results
