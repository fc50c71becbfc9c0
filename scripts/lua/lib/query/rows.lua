--[[
rows: what the caller gets of the ids that fit.
]]
-- bytes that one call reads; long rows are looked at one by one, of others every eighth
local MOST, LONG, EVERY = 1000000, 8000, 8

-- steps that a row takes
function module.price(request) return (request.fields and 4 + #request.fields / 3 or 0) + (request.keys and 3 or 0) end

-- bytes so far with those of a row, and the next row to look at
local function measure(row, size, i)
  local length = lib.query.row.bytes(row)
  local step = length > LONG and 1 or EVERY
  return size + length * step, i + step
end

-- what reads a row, made once: the version is taken off the fields that are asked for
local function reader_of(state)
  if not state.read then
    local fields = state.request.fields
    local version = lib.layout.versions.take(fields)
    state.read = lib.query.row.reader(state.models[1].key .. ':', fields, version)
  end
  return state.read
end

-- keeps the rows of ids from a place on for the answer: who reads them before he goes on sees how long they take
function module.ahead(state, list, first)
  if not state.request.fields then return end
  local rows, size, measured, read = state.rows or {}, state.size or 0, first, reader_of(state)
  for i = first, #list do
    if size >= MOST then break end
    local id = list[i]
    local row = rows[id] or read(id)
    rows[id] = row
    if row and i >= measured then size, measured = measure(row, size, i) end
  end
  state.rows, state.size = rows, size
end

-- the stored values of the fields asked for, the id behind them, and about how many bytes that is
-- an entity that someone deleted by hand is not a row; beyond the most bytes of a call an id stands for its row
-- `keys` are what the ids are sorted by: those of what is not a row go as well
function module.read(state, list, keys)
  if not state.request.fields then return list, 0 end
  local result, total, size, measured, ahead, read = {}, 0, 0, 1, state.rows, reader_of(state)
  for i = 1, #list do
    local id = list[i]
    local row = ahead and ahead[id] or size >= MOST and id or read(id)
    if row then
      if i >= measured and size < MOST then size, measured = measure(row, size, i) end
      total = total + 1
      result[total] = row
      if keys then keys[total] = keys[i] end
    end
  end
  for i = total + 1, keys and #list or 0 do keys[i] = nil end
  return result, size
end
