--[[
inspect_node: what is known of a node of a tree besides its value.

KEYS[1] nodes
KEYS[2] expiries  when nodes go away
ARGV[1] path
ARGV[2..] above  paths of the nodes above it

Returns { 1 when it is there, else 0; ms until it or a node above goes away, -1 for never; how many nodes are below it }.
]]
local nodes, expiries = KEYS[1], KEYS[2]
local path = ARGV[1]

local tree = lib.tree.removal.open(nodes, expiries)
if not lib.tree.nodes.own(tree, path) then return { 0, -1, 0 } end
local line = { path }
for i = 2, #ARGV do line[i] = ARGV[i] end
return { 1, lib.tree.expiry.left(tree, line), redis.call('ZLEXCOUNT', nodes, lib.tree.nodes.below(path)) }
