--[[
entities: what the indexes should have of an entity, as the row says: collected in the state as if it were written now.
]]
-- the positions of the fields that indexes need, and their names
local function fields_of(model, indexes)
  local positions, names, seen = {}, {}, {}
  for _, index in ipairs(indexes) do
    for _, at in ipairs(index.at) do
      if not seen[at] then positions[#positions + 1], names[#names + 1] = at, model.fields[at] end
      seen[at] = true
    end
  end
  return positions, names
end

-- reads rows for indexes
function module.reader(state, indexes)
  local positions, names = fields_of(state.model, indexes)
  return { state = state, indexes = indexes, positions = positions, names = names, total = 0 }
end

-- false where there is no entity
local function row_of(reader, key)
  local names, positions = reader.names, reader.positions
  local values, row, found = #names > 0 and redis.call('HMGET', key, unpack(names)) or names, {}, false
  for i = 1, #positions do
    if values[i] then row[positions[i]], found = values[i], true end
  end
  return (found or redis.call('EXISTS', key) == 1) and row
end

-- what is beside the row is no part of a change
local function note(change, index)
  local kind = lib.write.indexes[index.kind]
  if kind.build then return kind.build(change, index) end
  lib.write.differences.note_index(change, index)
end

-- the entity as a change that gives it all its entries; nil where there is none
function module.read(reader, id)
  local key = reader.state.model.row .. id
  local row = row_of(reader, key)
  if not row then return nil end
  local change = { state = reader.state, id = id, key = key, before = false, after = row, member = false, position = reader.total }
  reader.total = reader.total + 1
  for i = 1, #reader.indexes do note(change, reader.indexes[i]) end
  return change
end
