--[[
walk: what the strategy reads that goes through an order's own index from its end and probes all conditions.
]]
-- a score has no index, a field that is scanned has none either, and no place is the farthest
function module.exists(order)
  if order.op == 'distance' and order.reverse then return false end
  return order.key ~= nil or order.op == 'id'
end

-- a circle around the place from which an order goes out
local function is_around(node, condition)
  local circle = node.op == 'distance' and condition.op == 'area' and condition.circle
  return circle and circle[1] == node.place[1] and circle[2] == node.place[2]
end

-- the order's index as a node; a condition on the same index narrows it and needs no probe any more
function module.of(order, list)
  local node, rest = { op = order.op, key = order.key, field = order.field, form = order.form, place = order.place, reverse = order.reverse, model = order.model }, {}
  if order.op == 'id' then node.op, node.key = 'posting', order.model.ids end
  for _, condition in ipairs(list) do
    if condition.key == node.key and condition.op == node.op and not node.narrowed then
      node.min, node.max, node.narrowed = condition.min, condition.max, condition.n
    elseif condition.key == node.key and not node.narrowed and is_around(node, condition) then
      node.radius, node.circle, node.narrowed = condition.circle[3], condition, condition.n
    elseif not condition.covers or condition.covers ~= node.key then
      rest[#rest + 1] = condition
    end
  end
  -- entities without a value come last, in either direction, unless a page is read backwards
  local missing = order.missing and not node.narrowed
    and { op = order.op == 'ranks' and 'unranked' or 'posting', key = order.missing, reverse = order.reverse, model = order.model, missing = true }
  if missing and order.first then return { missing, node }, rest end
  return { node, missing or nil }, rest
end
