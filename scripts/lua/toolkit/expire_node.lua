--[[
expire_node: let a node of a tree go away after a while, or stay.

KEYS[1] nodes
KEYS[2] expiries  when nodes go away
ARGV[1] path
ARGV[2] ttl  ms; empty: it stays

Returns 1 when that changed anything, else 0.
]]
local nodes, expiries = KEYS[1], KEYS[2]
local path, ttl = ARGV[1], tonumber(ARGV[2])

local tree = lib.tree.removal.open(nodes, expiries)
if not lib.tree.nodes.own(tree, path) then return 0 end
return lib.tree.expiry.set(tree, path, ttl) and 1 or 0
