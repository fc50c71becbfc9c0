--[[
columns: what indexes should have of many entities, collected index by index where they take the values of fields as they are stored
(lib/write/batch/columns.lua).
]]
local note, singles, places = lib.write.batch.columns.note, lib.write.single.parts, lib.write.batch.places

-- how indexes take their entries from a row, where none has several, and from columns, where all do; reader: see
-- lib/maintenance/rows/entities.lua. Words come with what is computed of an entity
function module.parts(reader)
  for i = 1, #reader.indexes do
    if reader.indexes[i].kind == 'text' then return false end
  end
  local shape = { indexes = reader.indexes, set = reader.positions }
  local parts = singles.of(reader.state.model, shape)
  local found = parts and places.of(shape, parts)
  -- of unique values it is told whose one is taken
  return parts, found and not (found.rest or found.plain.holders[1]) and found.plain
end

-- the entities that are there, and the values of one field
local function of_one(beginning, name, ids)
  local there, values, size = {}, {}, 0
  for i = 1, #ids do
    local id = ids[i]
    local key = beginning .. id
    local value = redis.call('HGET', key, name)
    if value or redis.call('EXISTS', key) == 1 then size, there[size + 1], values[size + 1] = size + 1, id, value end
  end
  return there, values
end

local function is_there(row, key)
  for at = 1, #row do
    if row[at] then return true end
  end
  return redis.call('EXISTS', key) == 1
end

-- the same of several, those of an entity behind those of the one before
local function of_several(beginning, names, ids)
  local there, values, size = {}, {}, 0
  for i = 1, #ids do
    local key = beginning .. ids[i]
    local row = redis.call('HMGET', key, unpack(names))
    if is_there(row, key) then
      there[#there + 1] = ids[i]
      for at = 1, #names do size, values[size + 1] = size + 1, row[at] end
    end
  end
  return there, values
end

function module.add(reader, parts, ids)
  local beginning, names = reader.state.model.row, reader.names
  local there, values = (#names == 1 and of_one or of_several)(beginning, #names == 1 and names[1] or names, ids)
  note(reader.state.entries, parts, there, values, 0, #names)
end
