--[[
walk: the strategy that reads an order's own index from its end and probes all conditions.
]]
-- the order's index as a node; a condition on the same index narrows it and needs no probe any more
function module.of(order, list)
  local node, rest = { op = order.op, key = order.key, field = order.field, reverse = order.reverse }, {}
  if order.op == 'id' then node.op, node.key = 'posting', call.model.all.key end
  for _, condition in ipairs(list) do
    if condition.key == node.key and condition.op == node.op and not node.narrowed then
      node.min, node.max, node.narrowed = condition.min, condition.max, condition.n
    else
      rest[#rest + 1] = condition
    end
  end
  -- entities without a value come last, in either direction
  local missing = order.missing and not node.narrowed and { op = 'posting', key = order.missing, reverse = order.reverse }
  return { node, missing or nil }, rest
end

function module.strategy(phases, rest)
  table.sort(rest, function(a, b) return lib.query.node.size(a) < lib.query.node.size(b) end)
  local ties = #call.order > 1
  return { name = 'walk', phases = phases, filters = rest, sorted = ties, ties = ties }
end
