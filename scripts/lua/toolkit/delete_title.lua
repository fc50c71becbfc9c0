--[[
delete_title: delete a title, and the boosts of its id.

KEYS[1] types  number of titles by type
KEYS[2] letters  what the words are made of
ARGV[1] type
ARGV[2] id

Returns 1 when it was there, else 0.
]]
local types, letters = KEYS[1], KEYS[2]
local type, id = ARGV[1], ARGV[2]

local base = lib.autocomplete.keys.base(types)
local deleted = lib.autocomplete.title.delete(base, type, id)
if redis.call('EXISTS', types) == 0 then
  redis.call('DEL', letters)
  lib.autocomplete.settings.forget(base)
end
return deleted and 1 or 0
