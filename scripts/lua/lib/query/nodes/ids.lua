--[[
ids: ids that the caller gave, in their order. A position counts those that were looked at.
]]
module.PRICE = 1
function module.size(_, node) return #node.ids end

function module.scan(state, node, at, count)
  local list, total, first = {}, #node.ids, at and at.seen + 1 or 1
  local last = math.min(first + count - 1, total)
  for i = first, last do list[#list + 1] = node.ids[node.reverse and total - i + 1 or i] end
  return lib.query.node.keep(state, node.model.all, list), last < total and { seen = last } or nil
end

function module.keep(state, node, list)
  if not node.set then
    node.set = {}
    for _, id in ipairs(node.ids) do node.set[id] = true end
  end
  state.spent = state.spent + #list / 8
  return lib.query.lists.select(list, function(id) return node.set[id] end)
end
