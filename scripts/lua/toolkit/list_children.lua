--[[
list_children: nodes right below a node, in a bounded slice.

KEYS[1] nodes
KEYS[2] expiries  when nodes go away
ARGV[1] path
ARGV[2] cursor  where to go on, as the slice before said; empty: from the first
ARGV[3] budget  how many steps to take

Returns where to go on, empty at the end; then the members of the children.
]]
local nodes, expiries = KEYS[1], KEYS[2]
local path, cursor, budget = ARGV[1], ARGV[2], tonumber(ARGV[3])

lib.tree.removal.open(nodes, expiries)
local min, max = lib.tree.nodes.below(path)
if cursor ~= '' then min = cursor end
local reply = { '' }

for _ = 1, budget do
  local member = redis.call('ZRANGEBYLEX', nodes, min, max, 'LIMIT', 0, 1)[1]
  if not member then return reply end
  -- the name of the child that it is, or is below
  local at = lib.tree.nodes.end_of_name(member, #path + 2)
  if string.sub(member, at, at) == '=' then
    reply[#reply + 1] = string.sub(member, #path + 2, at - 1)
    min = '(' .. member
  else
    -- pass over all that is below the child
    min = '[' .. string.sub(member, 1, at - 1) .. '/'
  end
end
reply[1] = min
return reply
