--[[
delete_title: delete a title, and the boosts of its id.

KEYS[1] base     what all keys begin with; never exists
KEYS[2] letters  what the words are made of
ARGV[1] type
ARGV[2] id

Returns 1 when it was there, else 0.
]]
local base, letters = KEYS[1], KEYS[2]
local type, id = ARGV[1], ARGV[2]

local types = lib.autocomplete.keys.types(base)
local deleted = lib.autocomplete.title.delete(base, type, id)
if redis.call('EXISTS', types) == 0 then
  redis.call('DEL', letters)
  lib.autocomplete.settings.forget(base)
end
return deleted and 1 or 0
