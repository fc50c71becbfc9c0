--[[
comparator: orders rows by the stored values of several fields; rows without a value last, ties by id. `first` of an order puts
the rows without a value before the others.

A row is { id, keys }; each kind of order in lib/query/orders says what its key is and which one is less, false being no value.
]]
local function by_id(state, reverse)
  local less, integer = lib.layout.id.less, state.models[1].integer
  if reverse then return function(a, b) return less(integer, b[1], a[1]) end end
  return function(a, b) return less(integer, a[1], b[1]) end
end

-- before(a, b) of two keys that differ
local function comparing(order)
  local less, first, reverse = lib.query.orders[order.op].less, order.first or false, order.reverse
  return function(a, b)
    if not a or not b then return (a and true or false) ~= first end
    if reverse then return less(b, a) end
    return less(a, b)
  end
end

-- most orders have one field, and a list is compared some hundreds of times: numbers without a call
local function by_one(order, tie)
  local before, reverse, are_numbers = comparing(order), order.reverse, lib.query.orders[order.op].NUMBERS
  return function(a, b)
    local x, y = a[2][1], b[2][1]
    if x == y then return tie(a, b) end
    if not (are_numbers and x and y) then return before(x, y) end
    return reverse and x > y or not reverse and x < y
  end
end

-- whether a row stands before another one, by some orders
function module.by(state, orders)
  local tie = by_id(state, orders[#orders].reverse)
  if #orders == 1 then return by_one(orders[1], tie) end
  local before = {}
  for i = 1, #orders do before[i] = comparing(orders[i]) end
  return function(a, b)
    local x, y = a[2], b[2]
    for i = 1, #before do
      if x[i] ~= y[i] then return before[i](x[i], y[i]) end
    end
    return tie(a, b)
  end
end

function module.of(state) return module.by(state, state.request.order) end
