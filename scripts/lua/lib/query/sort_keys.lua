--[[
sort_keys: what ids are sorted by, as lists in the order of the ids.

Text is as it is stored, false where there is none. Numbers are numbers; where there is none, one that comes last.
]]
local function absent(order) return order.reverse and -math.huge or math.huge end

-- numbers, and text as the index has it
local function as_indexed(orders, keys)
  for i, order in ipairs(orders) do
    if order.op == 'range' then keys[i] = tonumber(keys[i] or nil) or absent(order)
    elseif order.form then keys[i] = lib.layout.index_form.of(order.form, keys[i]) end
  end
  return keys
end

local function of_one_number(list, order)
  local result, none = {}, absent(order)
  local scores = lib.query.node.scores_of(order.key, list)
  for i = 1, #list do result[i] = { scores[i] and tonumber(scores[i]) or none } end
  return result
end

function module.of(list, orders)
  if #orders == 1 and orders[1].op == 'range' then return of_one_number(list, orders[1]) end
  local result, fields = {}, {}
  for i, order in ipairs(orders) do fields[i] = order.field end
  for i, id in ipairs(list) do
    result[i] = #fields > 0 and as_indexed(orders, redis.call('HMGET', lib.query.node.entity_key(id), unpack(fields))) or {}
  end
  return result
end

-- a key as it leaves the script: text, or false for no value
function module.text(key)
  if type(key) ~= 'number' then return key end
  -- 0 and -0 are one number, and so one tie
  if key == 0 then return '0' end
  return math.abs(key) < math.huge and string.format('%.17g', key)
end

function module.reply(keys)
  for i, key in ipairs(keys) do keys[i] = module.text(key) end
  return keys
end
