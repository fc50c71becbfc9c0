--[[
write_tree: set a node to a value, or merge one into it.

KEYS[1] nodes
KEYS[2] expiries  when nodes go away
ARGV[1] path
ARGV[2] merges  '1': objects are joined, and all else is replaced; '0': the value replaces the node
ARGV[3] ttl  ms until the node goes away; empty: it stays
ARGV[4] above  how many paths of nodes above it follow
ARGV[5..] rest  these paths; then the value, a path and what stands there for each of its nodes, parents first

Returns 'OK'; the error NO_OBJECT with a path and what stands there, when a node above is not an object.
]]
local nodes, expiries = KEYS[1], KEYS[2]
local path, merges, ttl, above = ARGV[1], ARGV[2] == '1', tonumber(ARGV[3]), tonumber(ARGV[4])
local FIRST = 5

local tree = lib.tree.removal.open(nodes, expiries)
local ancestors = {}
for i = FIRST, FIRST + above - 1 do ancestors[#ancestors + 1] = ARGV[i] end
local occupied, found = lib.tree.nodes.make_objects(tree, ancestors)
if occupied then return redis.error_reply('NO_OBJECT ' .. cjson.encode({ occupied, string.sub(found, 1, 60) })) end

local members = {}
if not merges then lib.tree.removal.delete(tree, path) end
for i = FIRST + above, #ARGV, 2 do
  local at, value = ARGV[i], ARGV[i + 1]
  local kept = false
  if merges then
    kept = value == '{' and lib.tree.nodes.own(tree, at) == '{'
    if not kept then lib.tree.removal.delete(tree, at) end
  end
  if not kept then members[#members + 1] = at .. '=' .. value end
end
lib.tree.nodes.add(tree, members)
if ttl then lib.tree.expiry.set(tree, path, ttl) end
return 'OK'
