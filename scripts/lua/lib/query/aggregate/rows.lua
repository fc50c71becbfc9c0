--[[
rows: aggregates what fits a plan, entity by entity, from the stored values.
]]
local function is_empty(row)
  for i = 1, #row do
    if row[i] then return false end
  end
  return true
end

local function new_columns(width)
  local columns = { [0] = {} }
  for at = 1, width do columns[at] = {} end
  return columns
end

-- columns of the values of entities by their ids, 0 being that of the ids, and about how many bytes these are; one that someone deleted by
-- hand is in an index, and has no row
local function read(state, list)
  local fields, prefix, total, size = state.request.fields, state.models[1].key .. ':', 0, 0
  -- what rows have of fields that were added after them
  local width, columns, absent = #fields, new_columns(#fields), state.request.absent or {}
  local ids = columns[0]
  for i = 1, #list do
    local id = list[i]
    local row = width > 0 and redis.call('HMGET', prefix .. id, unpack(fields)) or {}
    if row[1] or not is_empty(row) or redis.call('EXISTS', prefix .. id) == 1 then
      total = total + 1
      ids[total] = id
      for at = 1, width do columns[at][total] = row[at] or absent[at] or false end
    end
    if i % 8 == 1 then size = size + 8 * lib.query.row.bytes(row) end
  end
  return columns, total, size
end

-- where the next slice goes on, and the strategy
function module.run(state)
  local request = state.request
  local price = 2 + #request.fields / 2 + lib.query.aggregate.cells.price(request)
  local strategy = lib.query.planning.planner.choose(state)
  -- a leaf of a posting list that is read in parts is read once for each
  strategy.whole = true
  lib.query.aggregate.cells.open(state)
  local at = lib.query.execution.collect.run(state, strategy, lib.query.execution.collect.LARGEST, price, function(list)
    local columns, total, size = read(state, list)
    lib.query.aggregate.cells.add(state, function(at) return columns[at] end, total)
    state.spent = state.spent + price * #list + size / 1000
    return false
  end)
  return at and { at = at, memo = state.stopped and state.memo, bound = state.bound }, strategy
end
