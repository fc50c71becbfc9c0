--[[
adjust_limits: count more in the limits of a key, or less, whatever they allow.

KEYS[1] state  what the keys of the limits begin with; never exists
KEYS[2] block  there while the key is blocked
ARGV[1] change    what is added; below 0: what is taken back
ARGV[2..] limits  five of each: suffix of its key, algorithm, rate, window in ms, capacity

Returns as attempt_limits would for a cost of 1, which is not counted.
]]
local state, block = KEYS[1], KEYS[2]
local change = tonumber(ARGV[1])

-- what is not a limit is met before anything is written
lib.toolkit.limiters.all(state, block, 1, false, ARGV, 2)

for i = 2, #ARGV, 5 do
  local limit, key = lib.toolkit.limits[ARGV[i + 1]], state .. ARGV[i]
  local rate, window = tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])
  if change < 0 then limit.take(key, -change, rate, window) else limit.add(key, change, rate, window) end
end
return lib.toolkit.limiters.all(state, block, 1, false, ARGV, 2)
