--[[
test_bits: tell whether all bits of each value of a Bloom filter are set.
Read-only.

KEYS[1] filter
ARGV[1] bytes      how large the filter is
ARGV[2] hashes     how many bits a value has
ARGV[3] positions  of all bits, value by value, 32 bits each, big-endian

Returns a string of one digit a value: 1 when all of its bits are set, 0 when one is not. NO_FILTER [] when the string
is something else, OTHER_SHAPE [bytes, hashes] when it is a filter with these.
]]
local filter, bytes, hashes, positions = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local WIDTH = 4

local found, failure = lib.containers.bloom.check(filter, bytes, hashes)
if failure then return failure end

local function known(first)
  if not found then return 0 end
  for at = first, first + (hashes - 1) * WIDTH, WIDTH do
    if redis.call('GETBIT', filter, (struct.unpack('>I4', positions, at))) == 0 then return 0 end
  end
  return 1
end

local answers = {}
for first = 1, #positions, hashes * WIDTH do answers[#answers + 1] = known(first) end
return table.concat(answers)
