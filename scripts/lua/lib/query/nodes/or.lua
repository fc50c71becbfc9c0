--[[
or: the inputs one after the other, each without what an earlier one has, so that nothing has to be remembered between two
slices.
]]
function module.size(state, node)
  local total = 0
  for _, input in ipairs(node.inputs) do total = total + lib.query.node.size(state, input) end
  return node.disjoint and total or math.min(total, lib.query.node.size(state, node.model.all))
end

function module.scan(state, node, at, count)
  local branch = at and at.branch or 1
  local list, following = lib.query.node.scan(state, node.inputs[branch], at and at.at, count)
  for i = 1, node.disjoint and 0 or branch - 1 do
    list = lib.query.lists.without(list, lib.query.node.keep(state, node.inputs[i], list))
  end
  if following then return list, { branch = branch, at = following } end
  return list, branch < #node.inputs and { branch = branch + 1 } or nil
end

function module.keep(state, node, list)
  local found, rest = {}, list
  state.spent = state.spent + 0.5 * #list
  for _, input in ipairs(node.inputs) do
    local hits = lib.query.node.keep(state, input, rest)
    for _, id in ipairs(hits) do found[id] = true end
    rest = lib.query.lists.without(rest, hits)
  end
  return lib.query.lists.select(list, function(id) return found[id] end)
end
