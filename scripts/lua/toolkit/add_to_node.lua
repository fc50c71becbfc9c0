--[[
add_to_node: add to a number of a tree; one that is missing is 0.

KEYS[1] nodes
KEYS[2] expiries  when nodes go away
ARGV[1] path
ARGV[2] by
ARGV[3..] above  paths of the nodes above it

Returns the sum; the errors NO_OBJECT with a path and what stands there, NO_NUMBER with what stands there, OUT_OF_RANGE.
]]
local nodes, expiries = KEYS[1], KEYS[2]
local path, by = ARGV[1], tonumber(ARGV[2])

local tree = lib.tree.removal.open(nodes, expiries)
local own = lib.tree.nodes.own(tree, path)
local number = not own and 0 or string.find(own, '^-?%d') and tonumber(own)
if not number then return redis.error_reply('NO_NUMBER ' .. cjson.encode({ string.sub(own, 1, 60) })) end
local sum = number + by
if sum - sum ~= 0 then return redis.error_reply('OUT_OF_RANGE []') end

local ancestors = {}
for i = 3, #ARGV do ancestors[#ancestors + 1] = ARGV[i] end
local occupied, found
if not own then occupied, found = lib.tree.nodes.make_objects(tree, ancestors) end
if occupied then return redis.error_reply('NO_OBJECT ' .. cjson.encode({ occupied, string.sub(found, 1, 60) })) end

if own then redis.call('ZREM', nodes, path .. '=' .. own) end
-- as many digits as it takes
local text = string.format('%.17g', sum)
redis.call('ZADD', nodes, 0, path .. '=' .. text)
return text
