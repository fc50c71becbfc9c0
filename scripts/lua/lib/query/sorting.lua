--[[
sorting: orders rows by the stored values of several fields; rows without a value last, ties by id. `first` of an order puts
the rows without a value before the others.

A row is { id, keys }; each kind of order in lib/query/orders says what its key is and which one is less, false being no value.
]]
local function by_id(state, reverse)
  local less, integer = lib.layout.id.less, state.models[1].integer
  if reverse then return function(a, b) return less(integer, b[1], a[1]) end end
  return function(a, b) return less(integer, a[1], b[1]) end
end

-- true, false, or nil where the keys decide nothing
local function compare(order, a, b)
  if a == b then return nil end
  if not a or not b then return (a and true or false) ~= (order.first or false) end
  if order.reverse then a, b = b, a end
  return lib.query.orders[order.op].less(a, b)
end

-- whether a row stands before another one, by some orders
function module.by(state, orders)
  local tie = by_id(state, orders[#orders].reverse)
  return function(a, b)
    local x, y = a[2], b[2]
    for i = 1, #orders do
      local result = compare(orders[i], x[i], y[i])
      if result ~= nil then return result end
    end
    return tie(a, b)
  end
end

function module.comparator(state) return module.by(state, state.request.order) end

-- the same by the scores of ids in a sorted set of the caller's: those of one score come in byte order
function module.by_member(order)
  local less, sign = lib.layout.bytes.less, order.reverse and -1 or 1
  return function(a, b)
    local x, y = a[2][1], b[2][1]
    if x ~= y then return sign * x < sign * y end
    if order.reverse then a, b = b, a end
    return less(a[1], b[1])
  end
end
