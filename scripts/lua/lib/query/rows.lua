--[[
rows: what the caller gets of the ids that fit.
]]
local function is_empty(row)
  for i = 1, #row do
    if row[i] then return false end
  end
  return true
end

-- the stored values of the fields asked for, the id behind them; an entity that someone deleted by hand is no row
function module.read(list, fields)
  if not fields then return list end
  local result, prefix, width = {}, call.model.key .. ':', #fields
  for i = 1, #list do
    local key = prefix .. list[i]
    local row = width > 0 and redis.call('HMGET', key, unpack(fields)) or {}
    if row[1] or not is_empty(row) or redis.call('EXISTS', key) == 1 then
      row[width + 1] = list[i]
      result[#result + 1] = row
    end
  end
  return result
end
