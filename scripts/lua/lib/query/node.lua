--[[
node: what every node of a plan can do; each kind of node is a module in lib/query/node.

size(node)             how many ids it has, at most; exact for leaves
scan(node, at, count)  the next ids from a position (nil: from the start), and the position after them (nil: no more)
keep(node, ids)        those of the ids that it has, in their order
]]
function module.size(node)
  if not node.known then node.known = lib.query.nodes[node.op].size(node) end
  return node.known
end

-- ids that are read or probed count against the budget, those that a branch drops as well: its work is that of its leaves
local function spend(node, list)
  if not (node.inputs or node.input) then call.work = (call.work or 0) + 1 + #list end
  return list
end
function module.scan(node, at, count)
  local list, following = lib.query.nodes[node.op].scan(node, at, count)
  return spend(node, list), following
end

-- call.trace is for explain(): how many ids came to a node and how many it kept, by number of the node
function module.keep(node, list)
  if #list == 0 then return list end
  local kept = lib.query.nodes[node.op].keep(node, spend(node, list))
  if call.trace and node.n then
    local step = call.trace[node.n] or { 0, 0 }
    call.trace[node.n] = { step[1] + #list, step[2] + #kept }
  end
  return kept
end

function module.select(list, test)
  local result = {}
  for i = 1, #list do if test(list[i], i) then result[#result + 1] = list[i] end end
  return result
end

-- command(key, members) in parts that fit the stack, the replies in one list
function module.ask(command, key, members)
  if #members == 0 then return {} end
  if #members <= 1000 then return redis.call(command, key, unpack(members)) end
  local replies = {}
  for i = 1, #members, 1000 do
    local part = redis.call(command, key, unpack(members, i, math.min(i + 999, #members)))
    for k = 1, #part do replies[i + k - 1] = part[k] end
  end
  return replies
end

-- the scores of ids in an index, false where there is none
function module.scores_of(key, list)
  if not call.model.integer then return module.ask('ZMSCORE', key, list) end
  local members, member = {}, lib.layout.id.member
  for i = 1, #list do members[i] = member(true, list[i]) end
  return module.ask('ZMSCORE', key, members)
end

function module.entity_key(id) return call.model.key .. ':' .. id end
