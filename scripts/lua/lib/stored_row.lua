--[[
stored_row: what is stored of an entity, as far as a change needs it.
]]
local function concerns(index, changed)
  for _, field in ipairs(index.fields) do
    if changed[field] then return true end
  end
  return false
end

-- keep only the indexes that a change of some fields concerns
local function limit_indexes(change, names)
  local changed, indexes, uniques = {}, {}, {}
  for _, name in ipairs(names) do changed[name] = true end
  for _, index in ipairs(change.indexes) do
    if concerns(index, changed) then
      indexes[#indexes + 1] = index
      if index.kind == 'unique' then uniques[#uniques + 1] = index end
    end
  end
  change.indexes, change.uniques = indexes, uniques
end

local function add_missing(list, seen, names)
  for _, name in ipairs(names) do
    if not seen[name] then
      seen[name] = true
      list[#list + 1] = name
    end
  end
end

-- the values of the fields that change (nil: all may) and of all that the indexes concerned need
function module.read(change, names)
  if names then limit_indexes(change, names) end
  local row, list, seen = {}, {}, {}
  add_missing(list, seen, names or {})
  for _, index in ipairs(change.indexes) do add_missing(list, seen, index.fields) end
  if #list == 0 then return row end
  local values = redis.call('HMGET', change.key, unpack(list))
  for i, name in ipairs(list) do row[name] = values[i] or nil end
  return row
end

function module.copy(row)
  local result = {}
  for name, value in pairs(row) do result[name] = value end
  return result
end
