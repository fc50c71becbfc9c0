--[[
walk_members: the members of a sorted set behind a place in its order, whether or not there is a member at that place.
Read-only.

KEYS[1] set
ARGV[1] score   of the place
ARGV[2] member  of the place
ARGV[3] count   how many at most

Returns the members in order, each with its score.
]]
local set = KEYS[1]
local score, member, count = ARGV[1], ARGV[2], tonumber(ARGV[3])

-- the members of one score are in the order of their bytes: find the first behind the place among their ranks
local first = redis.call('ZCOUNT', set, '-inf', '(' .. score)
local behind = first + redis.call('ZCOUNT', set, score, score)
while first < behind do
  local middle = math.floor((first + behind) / 2)
  local found = redis.call('ZRANGE', set, middle, middle)[1]
  if lib.layout.bytes.less(member, found) then behind = middle else first = middle + 1 end
end
return redis.call('ZRANGE', set, first, first + count - 1, 'WITHSCORES')
