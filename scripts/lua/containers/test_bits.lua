--[[
test_bits: tell whether all bits of each value of a Bloom filter are set.
Read-only.

KEYS[1] filter
ARGV[1] hashes     how many bits a value has
ARGV[2] positions  of all bits, value by value, 32 bits each, big-endian

Returns a string of one digit a value: 1 when all of its bits are set, 0 when one is not.
]]
local filter, hashes, positions = KEYS[1], tonumber(ARGV[1]), ARGV[2]
local WIDTH = 4

local function known(first)
  for at = first, first + (hashes - 1) * WIDTH, WIDTH do
    if redis.call('GETBIT', filter, (struct.unpack('>I4', positions, at))) == 0 then return 0 end
  end
  return 1
end

local answers = {}
for first = 1, #positions, hashes * WIDTH do answers[#answers + 1] = known(first) end
return table.concat(answers)
