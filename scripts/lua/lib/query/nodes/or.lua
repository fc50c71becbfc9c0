--[[
or: the inputs one after the other, each without what an earlier one has, so that nothing has to be remembered between two
slices.
]]
function module.size(node)
  local total = 0
  for _, input in ipairs(node.inputs) do total = total + lib.query.node.size(input) end
  return node.disjoint and total or math.min(total, lib.query.node.size(call.model.all))
end

function module.scan(node, at, count)
  local branch = at and at.branch or 1
  local list, following = lib.query.node.scan(node.inputs[branch], at and at.at, count)
  for i = 1, node.disjoint and 0 or branch - 1 do list = lib.query.without.of(list, lib.query.node.keep(node.inputs[i], list)) end
  if following then return list, { branch = branch, at = following } end
  return list, branch < #node.inputs and { branch = branch + 1 } or nil
end

function module.keep(node, list)
  local found, rest = {}, list
  for _, input in ipairs(node.inputs) do
    local hits = lib.query.node.keep(input, rest)
    for _, id in ipairs(hits) do found[id] = true end
    rest = lib.query.without.of(rest, hits)
  end
  return lib.query.node.select(list, function(id) return found[id] end)
end
