--[[
change_counter: add to a counter, if it stays within its bounds.

KEYS[1] counter  the counter
ARGV[1] by       what is added, a whole number
ARGV[2] min      the least that it may become
ARGV[3] max      the most that it may become
ARGV[4] ttl      ms that a counter lives which begins with this call; 0: for ever

Returns the new value as text. Errors: BEYOND [value that it would have], NOT_A_NUMBER [what it holds].
]]
local counter = KEYS[1]
local by, min, max, ttl = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

local before = redis.call('GET', counter)
-- as INCRBY reads one, and asked first: the bounds would be held against a text that counts as 0
if before and before ~= '0' and not before:match('^%-?[1-9]%d*$') then
  return redis.error_reply('NOT_A_NUMBER ' .. cjson.encode({ before:sub(1, 60) }))
end
local value = tonumber(before or 0) + by
local text = string.format('%.0f', value)
if value < min or value > max then return redis.error_reply('BEYOND [' .. text .. ']') end

if before then
  redis.call('INCRBY', counter, by)
elseif ttl > 0 then
  redis.call('SET', counter, text, 'PX', ttl)
else
  redis.call('SET', counter, text)
end
return text
