--[[
add_bits: set the bits of each value of a Bloom filter.

KEYS[1] filter
ARGV[1] bytes      how large the filter is
ARGV[2] hashes     how many bits a value has
ARGV[3] positions  of all bits, value by value, 32 bits each, big-endian

Returns a string of one digit a value: 1 when one of its bits was not set yet, 0 when all were. NO_FILTER [] when the
string is something else, OTHER_SHAPE [bytes, hashes] when it is a filter with these.
]]
local filter, bytes, hashes, positions = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local WIDTH = 4

local found, failure = lib.containers.bloom.check(filter, bytes, hashes)
if failure then return failure end
if not found then lib.containers.bloom.create(filter, bytes, hashes) end

local news = {}
for first = 1, #positions, hashes * WIDTH do
  local new = 0
  for at = first, first + (hashes - 1) * WIDTH, WIDTH do
    if redis.call('SETBIT', filter, (struct.unpack('>I4', positions, at)), 1) == 0 then new = 1 end
  end
  news[#news + 1] = new
end
return table.concat(news)
