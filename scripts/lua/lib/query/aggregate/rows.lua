--[[
rows: aggregates what fits a plan, entity by entity, from the stored values.
]]
local function is_empty(row)
  for i = 1, #row do
    if row[i] then return false end
  end
  return true
end

local function bytes(row)
  local size = 0
  for i = 1, #row do size = size + (row[i] and #row[i] or 0) end
  return size
end

-- the values of entities by their ids, and about how many bytes these are; one that someone deleted by hand is in an index, and has no row
local function read(state, list)
  local fields, prefix, rows, ids, total, size = state.request.fields, state.models[1].key .. ':', {}, {}, 0, 0
  local width = #fields
  for i = 1, #list do
    local id = list[i]
    local row = width > 0 and redis.call('HMGET', prefix .. id, unpack(fields)) or {}
    if row[1] or not is_empty(row) or redis.call('EXISTS', prefix .. id) == 1 then
      total = total + 1
      rows[total], ids[total] = row, id
    end
    if i % 8 == 1 then size = size + 8 * bytes(row) end
  end
  return rows, ids, size
end

-- function(at) that gives the column of a field by its position, 0 being the id; each is made once
local function columns_of(rows, ids)
  local known = { [0] = ids }
  return function(at)
    if not known[at] then
      local column = {}
      for i = 1, #rows do column[i] = rows[i][at] end
      known[at] = column
    end
    return known[at]
  end
end

function module.run(state)
  local request = state.request
  local price = 2 + #request.fields / 2 + #request.groups / 3 + #request.measures / 3
  local strategy = lib.query.planner.choose(state)
  -- a leaf of a posting list that is read in parts is read once for each
  strategy.whole = true
  lib.query.aggregate.cells.open(state)
  local at = lib.query.collect.run(state, strategy, lib.query.collect.LARGEST, price, function(list)
    local rows, ids, size = read(state, list)
    lib.query.aggregate.cells.add(state, columns_of(rows, ids), #ids)
    state.spent = state.spent + price * #list + size / 1000
    return false
  end)
  return at and { at = at, memo = state.stopped and state.memo, bound = state.bound }
end
