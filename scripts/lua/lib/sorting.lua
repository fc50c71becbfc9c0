--[[
sorting: orders rows by the stored values of several fields; rows without a value last, ties by id.

A row is { id, keys }; the keys of numeric orders are numbers, false stands for no value.
]]
-- @lazy lib/bytes
-- @lazy lib/id
local function compare(order, a, b)
  if a == b then return nil end
  if not a or not b then return a and true or false end
  if order.reverse then a, b = b, a end
  if order.op == 'range' then return a < b end
  return lib.bytes.less(a, b)
end

local function by_id(reverse)
  local less, integer = lib.id.less, call.model.integer
  return function(a, b)
    if reverse then return less(integer, b[1], a[1]) end
    return less(integer, a[1], b[1])
  end
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

function module.sort(rows, orders)
  table.sort(rows, by_keys(orders, by_id(orders[#orders].reverse)))
end

local function as_numbers(orders, keys)
  for i, order in ipairs(orders) do
    if order.op == 'range' and keys[i] then keys[i] = tonumber(keys[i]) end
  end
  return keys
end

-- what ids are sorted by, in the order of the ids
function module.keys(list, orders)
  local result, fields = {}, {}
  for i, order in ipairs(orders) do fields[i] = order.field end
  if #orders == 1 and orders[1].op == 'range' then
    for i, score in ipairs(scores_of(orders[1].key, list)) do result[i] = { score and tonumber(score) } end
    return result
  end
  for i, id in ipairs(list) do
    result[i] = #fields > 0 and as_numbers(orders, redis.call('HMGET', entity_key(id), unpack(fields))) or {}
  end
  return result
end
