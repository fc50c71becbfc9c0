--[[
compare_and_set: change a string if it is what the caller believes.

KEYS[1] key
ARGV[1] expects   1: a value is expected, 0: none
ARGV[2] expected
ARGV[3] keeps     1: there is a next value, 0: the key goes
ARGV[4] next

Returns 1 when changed, 0 when the key held something else.
]]
local key = KEYS[1]
local expects, expected, keeps, next = ARGV[1] == '1', ARGV[2], ARGV[3] == '1', ARGV[4]

if redis.call('GET', key) ~= (expects and expected) then return 0 end

if keeps then
  redis.call('SET', key, next, 'KEEPTTL')
else
  redis.call('DEL', key)
end
return 1
