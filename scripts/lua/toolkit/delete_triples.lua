--[[
delete_triples: delete triples that fit a pattern, in a bounded slice.

KEYS[1] spo  triples by subject, predicate, object
KEYS[2] pos  by predicate, object, subject
KEYS[3] osp  by object, subject, predicate
ARGV[1] most  how many
ARGV[2] after  go on behind this member; empty: from the first
ARGV[3..] pattern  subject, predicate, object: '=' and a node, or '*'

Returns { how many were deleted, the last member; empty when no more fit }.
]]
local keys = { KEYS[1], KEYS[2], KEYS[3] }
local most, after = tonumber(ARGV[1]), ARGV[2]

lib.graph.orders.check(keys)
local pattern = {}
for i = 3, #ARGV do pattern[i - 2] = ARGV[i] ~= '*' and string.sub(ARGV[i], 2) end

local order, min, max = lib.graph.orders.range(pattern)
if after ~= '' then min = '(' .. after end
local members = redis.call('ZRANGEBYLEX', keys[order], min, max, 'LIMIT', 0, most)
for _, member in ipairs(members) do
  local triple = lib.graph.orders.triple(order, member)
  for each, key in ipairs(keys) do redis.call('ZREM', key, lib.graph.orders.member(each, triple)) end
end
return { #members, #members == most and members[most] or '' }
