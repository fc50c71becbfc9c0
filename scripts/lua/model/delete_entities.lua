--[[
delete_entities: write.lua for change sets that only delete.
Frees memory.

KEYS[1] prefix  of the first model; never exists; its hash tag is that of all keys
KEYS[2] ids     of the first model
ARGV[1] models  how many descriptors come first
ARGV[2..] rest  as in write.lua

Returns for each change 1, or 0 (was not there); of a single change it may stand alone instead of in a list.
]]
local prefix, ids, models = KEYS[1], KEYS[2], ARGV[1]
return lib.write.change_set.run(prefix, ids, models)
