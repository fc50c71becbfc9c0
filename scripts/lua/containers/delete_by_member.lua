--[[
delete_by_member: delete the members of a sorted set between two of them.

KEYS[1] set
ARGV[1] from  '=' (included) or '(' (not) and the first member; empty: from the start
ARGV[2] to    '=' (included) or '(' (not) and the last member; empty: to the end

Returns how many were deleted, or NO_MEMBER ["from"] or ["to"] when that one is not there.
]]
local set, from, to = KEYS[1], ARGV[1], ARGV[2]

local first, last, failure = lib.containers.member_ranks.between(set, from, to)
if failure then return failure end
if last < first then return 0 end
return redis.call('ZREMRANGEBYRANK', set, first, last)
