--[[
sorting: orders rows by the stored values of several fields; rows without a value last, ties by id.
]]
local sorting = {}

local function compare(order, a, b)
  if a == b then return nil end
  if not a or not b then return a and true or false end
  if order.op == 'range' then
    local x, y = tonumber(a), tonumber(b)
    if x == y then return nil end
    if order.reverse then return x > y end
    return x < y
  end
  if order.reverse then return bytes.less(b, a) end
  return bytes.less(a, b)
end

-- rows are { id, keys }
function sorting.sort(rows, orders)
  local last = orders[#orders]
  table.sort(rows, function(a, b)
    for i, order in ipairs(orders) do
      if order.op ~= 'id' then
        local result = compare(order, a[2][i], b[2][i])
        if result ~= nil then return result end
      end
    end
    if a[1] == b[1] then return false end
    if last.reverse then return ids.less(model.integer, b[1], a[1]) end
    return ids.less(model.integer, a[1], b[1])
  end)
end

-- the stored values that ids are sorted by, as lists in the order of the ids; false where there is none
function sorting.keys(list, orders)
  local result, fields = {}, {}
  for i, order in ipairs(orders) do fields[i] = order.field end
  if #orders == 1 and orders[1].op == 'range' then
    for i, score in ipairs(ask('ZMSCORE', orders[1].key, members_of(list))) do result[i] = { score } end
    return result
  end
  for i, id in ipairs(list) do result[i] = #fields > 0 and redis.call('HMGET', entity_key(id), unpack(fields)) or {} end
  return result
end
