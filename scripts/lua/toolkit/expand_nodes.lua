--[[
expand_nodes: the nodes that triples lead to from some nodes, in a bounded slice.
Read-only.

KEYS[1] spo  triples by subject, predicate, object
KEYS[2] pos  by predicate, object, subject
KEYS[3] osp  by object, subject, predicate
ARGV[1] budget  how many triples to look at
ARGV[2] direction  'out' from subject to object, 'in' from object to subject
ARGV[3] predicate  '=' and a node; empty: any
ARGV[4] cursor  the triples of the first node go on behind this member; empty: from its first
ARGV[5..] nodes

Returns { how many nodes are done, where the next one goes on, then pairs: index of a node from 0, what it leads to }.
]]
local keys = { KEYS[1], KEYS[2], KEYS[3] }
local budget, outwards, predicate, cursor = tonumber(ARGV[1]), ARGV[2] == 'out', ARGV[3], ARGV[4]
local FIRST, CHUNK = 5, 200

local known = predicate ~= '' and string.sub(predicate, 2)
local reply = { 0, '' }

-- the member to go on behind, nil when the node is done
local function expand(index, node)
  local order, min, max = lib.graph.orders.range(outwards and { node, known, false } or { false, known, node })
  if cursor ~= '' then min, cursor = '(' .. cursor, '' end
  local seen = {}
  while true do
    local members = redis.call('ZRANGEBYLEX', keys[order], min, max, 'LIMIT', 0, math.min(CHUNK, budget))
    for _, member in ipairs(members) do
      local neighbour = lib.graph.orders.triple(order, member)[outwards and 3 or 1]
      if not seen[neighbour] then
        seen[neighbour], reply[#reply + 1], reply[#reply + 2] = true, index, neighbour
      end
    end
    local full = #members == math.min(CHUNK, budget)
    budget = budget - #members - 1
    if not full then return nil end
    if budget <= 0 then return members[#members] end
    min = '(' .. members[#members]
  end
end

for i = FIRST, #ARGV do
  if budget <= 0 then break end
  local rest = expand(i - FIRST, ARGV[i])
  if rest then
    reply[2] = rest
    break
  end
  reply[1] = reply[1] + 1
end
return reply
