--[[
or: the inputs one after the other, each without what an earlier one has, so that nothing has to be remembered between two
slices.
]]
-- @lazy lib/without
function module.size(node)
  local total = 0
  for _, input in ipairs(node.inputs) do total = total + size(input) end
  return node.disjoint and total or math.min(total, size(call.model.all))
end

function module.scan(node, at, count)
  local branch = at and at.branch or 1
  local list, following = scan(node.inputs[branch], at and at.at, count)
  for i = 1, node.disjoint and 0 or branch - 1 do list = lib.without.of(list, keep(node.inputs[i], list)) end
  if following then return list, { branch = branch, at = following } end
  return list, branch < #node.inputs and { branch = branch + 1 } or nil
end

function module.keep(node, list)
  local found, rest = {}, list
  for _, input in ipairs(node.inputs) do
    local hits = keep(input, rest)
    for _, id in ipairs(hits) do found[id] = true end
    rest = lib.without.of(rest, hits)
  end
  return select_ids(list, function(id) return found[id] end)
end
