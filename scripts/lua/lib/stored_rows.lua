--[[
stored_rows: the part of a stored entity that a change is about.
]]
-- the stored values of all fields that a change is about or an index needs
local function stored_row(change, names)
  local seen, list = {}, {}
  local function want(name)
    if not seen[name] then seen[name] = true; list[#list + 1] = name end
  end
  for _, name in ipairs(names) do want(name) end
  for _, index in ipairs(change.model.indexes) do
    for _, field in ipairs(index.fields) do want(field) end
  end
  local row = {}
  if #list == 0 then return row end
  local values = redis.call('HMGET', change.key, unpack(list))
  for i, name in ipairs(list) do row[name] = values[i] or nil end
  return row
end

local function copy(row)
  local result = {}
  for name, value in pairs(row) do result[name] = value end
  return result
end
