--[[
read_tree: a node of a tree, and what is below it.

KEYS[1] nodes
KEYS[2] expiries  when nodes go away
ARGV[1] path
ARGV[2] after  go on behind this member; empty: from the first
ARGV[3] most  how many members below it to give; -1: all

Returns what stands at the path, then the members below; nothing where there is no node.
]]
local nodes, expiries = KEYS[1], KEYS[2]
local path, after, most = ARGV[1], ARGV[2], ARGV[3]

local tree = lib.tree.removal.open(nodes, expiries)
local own = lib.tree.nodes.own(tree, path)
if not own then return false end
if own ~= '{' then return { own } end
local min, max = lib.tree.nodes.below(path)
if after ~= '' then min = '(' .. after end
return { own, redis.call('ZRANGEBYLEX', nodes, min, max, 'LIMIT', 0, most) }
