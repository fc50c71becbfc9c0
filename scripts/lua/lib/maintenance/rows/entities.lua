--[[
entities: what the indexes should have of an entity, as the row says: collected in the state as if it were written now.
]]
local move, is_at_fault = lib.write.batch.entries.move, lib.maintenance.rows.legible.is_at_fault

-- reads rows for indexes: the fields that they need. tell(id, at, fault): what an index cannot hold, which is left out then
function module.reader(state, indexes, tell)
  local positions, names, seen = {}, {}, {}
  for _, index in ipairs(indexes) do
    for _, at in ipairs(index.at) do
      if not seen[at] then positions[#positions + 1], names[#names + 1] = at, state.model.fields[at] end
      seen[at] = true
    end
  end
  return { state = state, indexes = indexes, positions = positions, names = names, total = 0, tell = tell }
end

-- false where there is no entity
local function row_of(reader, key)
  local names, positions = reader.names, reader.positions
  if #names == 1 then
    local value = redis.call('HGET', key, names[1])
    return value and { [positions[1]] = value } or redis.call('EXISTS', key) == 1 and {}
  end
  local values, row, found = #names > 0 and redis.call('HMGET', key, unpack(names)) or names, {}, false
  for i = 1, #positions do
    if values[i] then row[positions[i]], found = values[i], true end
  end
  return (found or redis.call('EXISTS', key) == 1) and row
end

local function note(reader, change, index)
  if reader.tell and is_at_fault(reader, change, index) then return end
  local kind = lib.write.indexes[index.kind]
  -- what is beside the row is not part of a change
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
  for i = 1, #reader.indexes do note(reader, change, reader.indexes[i]) end
  return change
end

-- the same for indexes with one entry a row (lib/write/single/parts.lua), and whether there is an entity: its entries wait by their keys
function module.add(reader, parts, id)
  if not parts then return module.read(reader, id) ~= nil end
  local row = row_of(reader, reader.state.model.row .. id)
  if not row then return false end
  move(reader.state.entries, parts, id, reader.total, false, row)
  reader.total = reader.total + 1
  return true
end
