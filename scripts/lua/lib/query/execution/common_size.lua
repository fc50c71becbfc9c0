--[[
common_size: how many ids two posting lists have in common, counted by the server's own set algebra: each leaf of the one with the
leaves of the other that its ids may be in (see lib/layout/tree.lua). A position is the least id that the next pair may have in common.
]]
local tree = lib.layout.tree
-- of about as many ids that are probed one by one a pair costs; and of a call's budget
local WORTH, PRICE = 8, 20

local function is_list(node) return node.op == 'posting' and node.model.integer and not node.under end
local function is_tree(node) return lib.query.nodes.posting.is_tree(node) end
local function leaves_of(node) return is_tree(node) and redis.call('ZCARD', node.key) or 1 end

-- servers tell their version to scripts since 7.0, which brought SINTERCARD
function module.applies(state)
  local plan = state.plan
  if not redis.REDIS_VERSION_NUM or state.request.mode ~= 'count' or not plan or plan.op ~= 'and' or #plan.inputs ~= 2 then return false end
  local one, other = unpack(plan.inputs)
  if not is_list(one) or not is_list(other) or one.model.lapses then return false end
  if state.from.at then return state.from.at.common ~= nil end
  return (leaves_of(one) + leaves_of(other)) * WORTH <= lib.query.node.size(state, plan)
end

-- the leaf that may hold an id and those behind it: their starts, and the key of each
local function leaves(node, id)
  if not is_tree(node) then return { 0 }, function() return node.key end end
  local starts = redis.call('ZRANGEBYSCORE', node.key, '(' .. id, '+inf')
  table.insert(starts, 1, tree.leaf_of(node.key, id) or '0')
  local name = string.sub(node.key, #node.model.key + 2)
  return starts, function(n) return tree.leaf(node.model, name, starts[n]) end
end

-- the number so far, and where the next call goes on
function module.count(state)
  local from, total = state.from.at and state.from.at.common or '0', 0
  local one, key_of_one = leaves(state.plan.inputs[1], from)
  local other, key_of_other = leaves(state.plan.inputs[2], from)
  local i, k, counted = 1, 1, false
  while one[i] and other[k] do
    local low = math.max(tonumber(one[i]), tonumber(other[k]))
    if counted and lib.query.clock.is_over(state, state.request.budget) then return total, { common = lib.layout.id.text(low) } end
    -- where a leaf has gone meanwhile, the one before it was counted
    if low >= tonumber(from) then
      counted = true
      total = total + redis.call('SINTERCARD', 2, key_of_one(i), key_of_other(k))
      state.spent = state.spent + PRICE
    end
    local next_one, next_other = tonumber(one[i + 1] or math.huge), tonumber(other[k + 1] or math.huge)
    if next_one <= next_other then i = i + 1 end
    if next_other <= next_one then k = k + 1 end
  end
  return total, nil
end
