--[[
rows: what the caller gets of the ids that fit.
]]
-- bytes that one call reads; long rows are looked at one by one, of others every eighth
local MOST, LONG, EVERY = 1000000, 8000, 8

-- steps that a row takes
function module.price(request) return (request.fields and 4 + #request.fields / 3 or 0) + (request.keys and 3 or 0) end

-- the stored values of the fields asked for, the id behind them, and about how many bytes that is
-- an entity that someone deleted by hand is not a row; beyond the most bytes of a call an id stands for its row
-- `keys` are what the ids are sorted by: those of what is not a row go as well
function module.read(state, list, keys)
  local fields = state.request.fields
  if not fields then return list, 0 end
  local result, total, size, measured, ahead = {}, 0, 0, 1, state.rows
  local prefix, read, version = state.models[1].key .. ':', lib.query.row.read, lib.layout.versions.take(fields)
  for i = 1, #list do
    local id = list[i]
    local row = ahead and ahead[id] or id
    if row == id and size < MOST then row = read(prefix, id, fields, version) end
    if row then
      total = total + 1
      result[total] = row
      if keys then keys[total] = keys[i] end
      if i == measured and size < MOST then
        local length = lib.query.row.bytes(row)
        local step = length > LONG and 1 or EVERY
        size, measured = size + length * step, i + step
      end
    end
  end
  for i = total + 1, keys and #list or 0 do keys[i] = nil end
  return result, size
end
