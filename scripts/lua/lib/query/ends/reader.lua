--[[
reader: the rows of entities that relations lead to, by their ids.
]]
-- which part of what a row takes is to write it
local WRITTEN = 5
local reader_of, is_over, lifetimes = lib.query.row.reader, lib.layout.due.is_over, lib.layout.lifetimes

-- what gives the row of an id: nothing for an entity that is gone, or whose time has come. What asks for a version of the rows is taken
-- off the fields of the part, so that this comes once for each
function module.of(state, part)
  local prefix, fields, width = part.models[1].key .. ':', part.fields, #part.fields
  local version, price = lib.layout.versions.take(fields), 4 + width / 3
  local now = fields[width] == lifetimes.NAME and lifetimes.now()
  local read = reader_of(prefix, fields, version)
  return function(id)
    state.spent, state.owed = state.spent + price, state.owed + price / WRITTEN
    local row = read(id)
    if not row or not now or not is_over(row[width], now) then return row end
  end
end
