--[[
delete_node: delete a node of a tree with all below it, or make an empty object of it.

KEYS[1] nodes
KEYS[2] expiries  when nodes go away
ARGV[1] path
ARGV[2] keeps  '1': it stays, as an empty object

Returns 1 when there was a node, else 0.
]]
local nodes, expiries = KEYS[1], KEYS[2]
local path, keeps = ARGV[1], ARGV[2] == '1'

local tree = lib.tree.removal.open(nodes, expiries)
local own = lib.tree.nodes.own(tree, path)
if keeps and own == '{' then
  lib.tree.removal.delete_below(tree, path)
elseif keeps and own then
  redis.call('ZREM', nodes, path .. '=' .. own)
  redis.call('ZADD', nodes, 0, path .. '={')
else
  lib.tree.removal.delete(tree, path)
end
return own and 1 or 0
