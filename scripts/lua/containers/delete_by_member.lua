--[[
delete_by_member: remove the members of a sorted set between two of them, both included.

KEYS[1] set
ARGV[1] from  '=' and the first member; empty: from the start
ARGV[2] to    '=' and the last member; empty: to the end

Returns how many were removed, or NO_MEMBER ["from"] or ["to"] when that one is not there.
]]
local set, from, to = KEYS[1], ARGV[1], ARGV[2]

local first, last, failure = lib.containers.member_ranks.between(set, from, to)
if failure then return failure end
return redis.call('ZREMRANGEBYRANK', set, first, last)
