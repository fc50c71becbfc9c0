--[[
keys: what ids are sorted by (see lib/query/sorting/comparator.lua); each kind of order in lib/query/orders says what its key is.
]]
local function of_one_number(state, list, order)
  local result, numbers = {}, lib.query.lists.numbers(state, order, list)
  for i = 1, #list do result[i] = { numbers[i] } end
  return result
end

-- what ids are sorted by, as lists in the order of the ids
function module.of(state, list)
  local orders, result, fields = state.request.order, {}, {}
  if #orders == 1 and orders[1].op == 'range' then return of_one_number(state, list, orders[1]) end
  for i, order in ipairs(orders) do fields[i] = order.field end
  for i, id in ipairs(list) do
    local keys = #fields > 0 and redis.call('HMGET', state.models[1].key .. ':' .. id, unpack(fields)) or {}
    for k, order in ipairs(orders) do keys[k] = lib.query.orders[order.op].key(state, keys[k] or order.absent or false, order, id) end
    result[i] = keys
  end
  state.spent = state.spent + (#fields > 0 and 1 + 8 * #orders or 2) * #list
  return result
end

-- a key as it leaves the script: text, or false for no value
function module.text(order, key) return key and lib.query.orders[order.op].text(key) end

-- what the keys of a row are when they leave the script
function module.texts(state, keys)
  for k, order in ipairs(state.request.order) do keys[k] = module.text(order, keys[k]) end
  return keys
end

-- the same of several ids
function module.shown(state, list)
  local keys = module.of(state, list)
  for i = 1, #keys do module.texts(state, keys[i]) end
  return keys
end
