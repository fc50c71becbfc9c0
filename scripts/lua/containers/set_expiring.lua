--[[
set_expiring: give fields of a hash their values and a ttl.

KEYS[1] hash
ARGV[1] ttl       ms until the fields go away
ARGV[2..] values  field and value, in turn

Returns how many fields are new.
]]
local hash, ttl = KEYS[1], ARGV[1]
-- unpack takes less than 8,000
local CHUNK = 512

-- asked before anything is written: an older server fails here
redis.call('HPTTL', hash, 'FIELDS', 1, '')

local news = 0
for first = 2, #ARGV, 2 * CHUNK do
  local row, fields = {}, {}
  for i = first, math.min(first + 2 * CHUNK, #ARGV + 1) - 1, 2 do
    row[#row + 1], row[#row + 2] = ARGV[i], ARGV[i + 1]
    fields[#fields + 1] = ARGV[i]
  end
  news = news + redis.call('HSET', hash, unpack(row))
  redis.call('HPEXPIRE', hash, ttl, 'FIELDS', #fields, unpack(fields))
end
return news
