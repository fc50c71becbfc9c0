--[[
range_by_member: the members of a sorted set between two of them.
Read-only.

KEYS[1] set
ARGV[1] from    '=' (included) or '(' (not) and the first member; empty: from the start
ARGV[2] to      '=' (included) or '(' (not) and the last member; empty: to the end
ARGV[3] scores  1: each member is followed by its score

Returns the members in order, or NO_MEMBER ["from"] or ["to"] when that one is not there.
]]
local set, from, to, scores = KEYS[1], ARGV[1], ARGV[2], ARGV[3]

local first, last, failure = lib.containers.member_ranks.between(set, from, to)
if failure then return failure end
if last < first then return {} end
if scores == '1' then return redis.call('ZRANGE', set, first, last, 'WITHSCORES') end
return redis.call('ZRANGE', set, first, last)
