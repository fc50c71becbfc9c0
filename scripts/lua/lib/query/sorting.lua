--[[
sorting: orders rows by the stored values of several fields; rows without a value last, ties by id.

A row is { id, keys } (see lib/query/sort_keys.lua).
]]
local function compare(order, a, b)
  if a == b then return nil end
  if not a or not b then return a and true or false end
  if order.reverse then a, b = b, a end
  if order.op == 'range' then return a < b end
  return lib.layout.bytes.less(a, b)
end

local function by_id(reverse)
  local less, integer = lib.layout.id.less, call.model.integer
  if reverse then return function(a, b) return less(integer, b[1], a[1]) end end
  return function(a, b) return less(integer, a[1], b[1]) end
end

local function by_keys(orders, tie)
  return function(a, b)
    for i, order in ipairs(orders) do
      local result
      if order.op ~= 'id' then result = compare(order, a[2][i], b[2][i]) end
      if result ~= nil then return result end
    end
    return tie(a, b)
  end
end

-- the most frequent order, without anything that it does not need
local function by_number(reverse, tie)
  return function(a, b)
    local x, y = a[2][1], b[2][1]
    if x == y then return tie(a, b) end
    if reverse then return x > y end
    return x < y
  end
end

function module.sort(rows, orders)
  local first, tie = orders[1], by_id(orders[#orders].reverse)
  local single = #orders == 1 and first.op == 'range'
  table.sort(rows, single and by_number(first.reverse, tie) or by_keys(orders, tie))
end
