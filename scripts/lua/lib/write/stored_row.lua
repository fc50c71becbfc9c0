--[[
stored_row: what is stored of an entity, as far as a change needs it.
]]
local function concerns(index, changed)
  for _, field in ipairs(index.fields) do
    if changed[field] then return true end
  end
  return false
end

local function add_missing(list, seen, names)
  for _, name in ipairs(names) do
    if not seen[name] then
      seen[name] = true
      list[#list + 1] = name
    end
  end
end

-- the indexes that a change of some fields concerns, and the fields that these and the change need
local function scope(model, names)
  local changed, indexes, uniques, list, seen = {}, {}, {}, {}, {}
  for _, name in ipairs(names) do changed[name] = true end
  add_missing(list, seen, names)
  for _, index in ipairs(model.indexes) do
    if concerns(index, changed) then
      indexes[#indexes + 1] = index
      if index.kind == 'unique' then uniques[#uniques + 1] = index end
      add_missing(list, seen, index.fields)
    end
  end
  return { indexes = indexes, uniques = uniques, list = list }
end

-- programs change the same fields again and again: kept as long as the model's descriptor
local function scope_of(model, names)
  local key = #names == 1 and names[1] or table.concat(names, '\0')
  if not model.scopes[key] then
    -- a bound, as the sets of fields are many
    if model.scopes_total >= 1000 then model.scopes, model.scopes_total = {}, 0 end
    model.scopes[key], model.scopes_total = scope(model, names), model.scopes_total + 1
  end
  return model.scopes[key]
end

-- the values of the fields that change (nil: all that are indexed) and of all that the indexes concerned need
function module.read(change, names)
  local found = scope_of(change.model, names or change.model.indexed)
  change.indexes, change.uniques = found.indexes, found.uniques
  local row, list = {}, found.list
  if #list == 0 then return row end
  local values = redis.call('HMGET', change.key, unpack(list))
  for i = 1, #list do row[list[i]] = values[i] or nil end
  return row
end
