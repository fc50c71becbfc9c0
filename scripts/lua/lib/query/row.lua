--[[
row: one entity as a query gives it: its stored values, false where there is none, and its id behind them.
]]
local function is_empty(row)
  for i = 1, #row do
    if row[i] then return false end
  end
  return true
end

function module.bytes(row)
  local total = 0
  for i = 1, #row do
    local value = row[i]
    if value then total = total + #value end
  end
  return total
end

-- read(id) gives one row, or nothing where someone deleted the entity by hand
function module.reader(prefix, fields, version)
  local call, command, width = redis.call, { 'HMGET', '', unpack(fields) }, #fields
  return function(id)
    local key = prefix .. id
    command[2] = key
    local row = width > 0 and call(unpack(command)) or {}
    if version then lib.layout.versions.complete(version, key, row) end
    if not row[1] and is_empty(row) and call('EXISTS', key) == 0 then return nil end
    row[width + 1] = id
    return row
  end
end

-- about how many bytes rows have: every eighth tells for all
function module.size(rows)
  local total = 0
  for i = 1, #rows, 8 do total = total + 8 * module.bytes(rows[i]) end
  return total
end
