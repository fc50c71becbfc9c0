--[[
clear_titles: delete some titles, and with the last of them all boosts.

KEYS[1] base     what all keys begin with; never exists
KEYS[2] letters  what the words are made of
ARGV[1] most  about how many

Returns 1 when some are left, else 0.
]]
local base, letters = KEYS[1], KEYS[2]
local most = tonumber(ARGV[1])

local keys, title = lib.autocomplete.keys, lib.autocomplete.title
local types = keys.types(base)
local type = redis.call('HKEYS', types)[1]
if type then
  local found = redis.call('HSCAN', keys.words(base, type), 0, 'COUNT', most)[2]
  -- the server gives all of few titles at once
  for i = 1, math.min(#found, 2 * most), 2 do title.delete(base, type, found[i]) end
end
if redis.call('EXISTS', types) == 1 then return 1 end
redis.call('DEL', keys.boosts(base), letters)
lib.autocomplete.settings.forget(base)
return 0
