--[[
write_once: write.lua, unless a key says that it was done.

KEYS[1] prefix  of the first model; never exists; its hash tag is that of all keys
KEYS[2] ids     of the first model
KEYS[3] once    the key that says so
ARGV[1] models  how many descriptors come first
ARGV[2] kept    ms that the key is kept; 0: for ever
ARGV[3..] rest  as in write.lua

Returns and refuses as write.lua; 0 where it was done.
]]
local prefix, ids, once = KEYS[1], KEYS[2], KEYS[3]
local models, kept = tonumber(ARGV[1]), ARGV[2]

if redis.call('EXISTS', once) == 1 then return 0 end

local set = lib.write.change_set.read(prefix, ids, { models = models, first = 3, last = #ARGV })
if set.refusal then return set.refusal end
local results = lib.write.change_set.write(set)
if kept == '0' then redis.call('SET', once, '') else redis.call('SET', once, '', 'PX', kept) end
return results
