--[[
boost_titles: keep a multiplier for an id, a type, or both.

KEYS[1] base    what all keys begin with; never exists
KEYS[2] boosts  that are kept
ARGV[1] id  '=' and the id; empty: any
ARGV[2] type  '=' and the type; empty: any
ARGV[3] by
ARGV[4] relative  '1': multiply the one that there is

Returns 'OK'; the error OUT_OF_RANGE when the product is not a number that can be kept.
]]
local base, boosts = KEYS[1], KEYS[2]
local id, type = ARGV[1] ~= '' and string.sub(ARGV[1], 2), ARGV[2] ~= '' and string.sub(ARGV[2], 2)
local by, relative = tonumber(ARGV[3]), ARGV[4] == '1'

local keys = lib.autocomplete.keys
local types = keys.types(base)
local field = lib.autocomplete.boosts.field(id, type)
if relative then by = by * tonumber(redis.call('HGET', boosts, field) or 1) end
if by < 1e-100 or by > 1e100 then return redis.error_reply('OUT_OF_RANGE []') end

lib.autocomplete.boosts.set(base, field, by)
if id then
  for _, each in ipairs(type and { type } or redis.call('HKEYS', types)) do
    local words = redis.call('HGET', keys.words(base, each), id)
    if words then lib.autocomplete.title.index(base, each, id, words) end
  end
end
return 'OK'
