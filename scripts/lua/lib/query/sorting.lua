--[[
sorting: orders rows by the stored values of several fields; rows without a value last, ties by id.

A row is { id, keys }; each kind of order in lib/query/orders says what its key is and which one is less, false being no value.
]]
local function of_one_number(state, list, order)
  local result, scores = {}, lib.query.lists.scores(state, order, list)
  for i = 1, #list do result[i] = { scores[i] and tonumber(scores[i]) } end
  return result
end

-- what ids are sorted by, as lists in the order of the ids
function module.keys(state, list)
  local orders, result, fields = state.request.order, {}, {}
  if #orders == 1 and orders[1].op == 'range' then return of_one_number(state, list, orders[1]) end
  for i, order in ipairs(orders) do fields[i] = order.field end
  for i, id in ipairs(list) do
    local keys = #fields > 0 and redis.call('HMGET', state.models[1].key .. ':' .. id, unpack(fields)) or {}
    for k, order in ipairs(orders) do keys[k] = lib.query.orders[order.op].key(state, keys[k] or false, order) end
    result[i] = keys
  end
  state.spent = state.spent + 9 * #list
  return result
end

-- a key as it leaves the script: text, or false for no value
function module.text(order, key) return key and lib.query.orders[order.op].text(key) end

local function by_id(state, reverse)
  local less, integer = lib.layout.id.less, state.models[1].integer
  if reverse then return function(a, b) return less(integer, b[1], a[1]) end end
  return function(a, b) return less(integer, a[1], b[1]) end
end

-- true, false, or nil where the keys decide nothing
local function compare(order, a, b)
  if a == b then return nil end
  if not a or not b then return a and true or false end
  if order.reverse then a, b = b, a end
  return lib.query.orders[order.op].less(a, b)
end

function module.sort(state, rows)
  local orders = state.request.order
  local tie = by_id(state, orders[#orders].reverse)
  table.sort(rows, function(a, b)
    local x, y = a[2], b[2]
    for i = 1, #orders do
      local result = compare(orders[i], x[i], y[i])
      if result ~= nil then return result end
    end
    return tie(a, b)
  end)
end
