--[[
node: what every node of a plan can do; each kind is a module in lib/query/nodes.

size(state, node)             how many ids it has, at most; exact for leaves, and about what relations lead to
scan(state, node, at, count)  the next ids from a position (nil: from the start), and the position after them (nil: no more)
keep(state, node, ids)        those of the ids that it has, in their order

A position survives the call: it names a score, a member or an id, never a rank, so that what moves meanwhile hides nothing.
]]
function module.size(state, node)
  if not node.known then
    state.spent = state.spent + 1
    node.known = lib.query.nodes[node.op].size(state, node)
  end
  return node.known
end
-- what its kind says, where it knows better than the size
local function said(state, node, what)
  local say = lib.query.nodes[node.op][what]
  return say and say(state, node) or module.size(state, node)
end

-- how many ids it probably has, and steps that it takes to read all of them
function module.expected(state, node) return said(state, node, 'expected') end
function module.reading(state, node) return said(state, node, 'reading') end

function module.scan(state, node, at, count)
  local list, following = lib.query.nodes[node.op].scan(state, node, at, count)
  if node.model and node.model.lapses then list = lib.query.lapsed.without(state, node.model, list) end
  return list, following
end
-- those that have the values under which the key of a node stands
local function under(state, node, list)
  if not node.under then return list end
  for _, each in ipairs(node.under) do
    local values = lib.query.lists.values(state, { model = node.model, field = each.field, form = each.form }, list)
    list = lib.query.lists.select(list, function(_, i) return values[i] == each.value end)
  end
  return list
end

function module.keep(state, node, list)
  if #list == 0 then return list end
  local kept, trace = lib.query.nodes[node.op].keep(state, node, under(state, node, list)), state.trace
  if trace and node.n then
    local step = trace[node.n] or { 0, 0 }
    trace[node.n] = { step[1] + #list, step[2] + #kept }
  end
  return kept
end

-- steps that it takes to probe one id: what its kind takes, and its inputs
function module.price(state, node)
  local kind = lib.query.nodes[node.op]
  if kind.price then return kind.price(state, node) end
  local total = kind.PRICE or 0
  for _, input in ipairs(node.inputs or { node.input }) do total = total + module.price(state, input) end
  return total
end

