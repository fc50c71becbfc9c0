--[[
in: what an index has for any of several values; no id has two of them. `leaf` is the kind of node of one value.

A position is the value that is read, and where in its ids.
]]
module.PRICE = 3
local FEW, SAMPLE = 8, 32

local function input(node, i) return lib.query.nodes[node.leaf].equal(node, node.values[i]) end

-- of many values the sizes of some, which stand for all
function module.size(state, node)
  local total, step = 0, math.max(1, math.floor(#node.values / SAMPLE))
  if node.exact then step = 1 end
  for i = 1, #node.values, step do total = total + lib.query.node.size(state, input(node, i)) end
  return total * step
end

function module.scan(state, node, at, count)
  local i, inner, found, stop = at and at.value or 1, at and at.at, {}, state.spent + 500
  repeat
    local list
    list, inner = lib.query.node.scan(state, input(node, i), inner, count - #found)
    for k = 1, #list do found[#found + 1] = list[k] end
    state.spent = state.spent + 3
    if not inner then i = i + 1 end
  until i > #node.values or #found >= count or state.spent > stop
  return found, i <= #node.values and { value = i, at = inner } or nil
end

-- a set of ids is asked for all at once, which pays for a few values
local function keep_of_few(state, node, list)
  if not node.few then
    node.few = {}
    for i = 1, #node.values do node.few[i] = input(node, i) end
  end
  return lib.query.nodes['or'].keep(state, { inputs = node.few }, list)
end

function module.keep(state, node, list)
  if node.leaf == 'posting' and #node.values <= FEW then return keep_of_few(state, node, list) end
  local leaf = lib.query.nodes[node.leaf]
  if not node.set then
    node.set = {}
    for _, value in ipairs(node.values) do node.set[leaf.form(value)] = true end
  end
  local values = leaf.values(state, node, list)
  return lib.query.lists.select(list, function(_, i) return values[i] and node.set[values[i]] end)
end
