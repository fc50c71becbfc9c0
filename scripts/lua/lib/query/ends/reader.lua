--[[
reader: the rows of entities that relations lead to, by their ids.
]]
local function is_over(row, now, width) return now and lib.layout.due.is_over(row[width], now) end

-- how the rows of a part are read; what asks for a version of them is taken off its fields, so that this comes once for a part
function module.open(part)
  local fields = part.fields
  return {
    prefix = part.models[1].key .. ':', fields = fields, version = lib.layout.versions.take(fields),
    now = fields[#fields] == lib.layout.lifetimes.NAME and lib.layout.lifetimes.now(),
  }
end

-- nothing for an entity that is gone, or whose time has come
function module.read(state, reader, id)
  local width = #reader.fields
  state.spent = state.spent + 4 + width / 3
  local row = lib.query.row.read(reader.prefix, id, reader.fields, reader.version)
  if row and not is_over(row, reader.now, width) then return row end
end
