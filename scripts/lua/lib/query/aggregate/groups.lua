--[[
groups: the cells of rows (see lib/query/aggregate/cells.lua) by the columns that groups are told apart by.
]]
-- steps to make a cell and to send it, and each of its measures
local CELL, MADE = 2, 2.5

local function new_cell(state, keys)
  local cell = { keys = keys, count = 0 }
  for m, measure in ipairs(state.request.measures) do cell[m] = lib.query.measures[measure.op].new() end
  state.cells[#state.cells + 1] = cell
  local price = CELL + MADE * #state.request.measures
  state.spent, state.owed = state.spent + price, state.owed + price
  return cell
end

local function by_key(state, column)
  local result, known = {}, state.known
  for i = 1, #column do
    local key = column[i]
    local cell = known[key]
    if not cell then
      cell = new_cell(state, { key })
      known[key] = cell
    end
    result[i] = cell
  end
  return result
end

-- groups of several keys lie in one another, so that no text of several values has to be made
local function by_keys(state, columns, rows)
  local result = {}
  for i = 1, rows do
    local node, keys = state.known, {}
    for k = 1, #columns do
      local key = columns[k][i]
      keys[k] = key
      if not node[key] then node[key] = k == #columns and new_cell(state, keys) or {} end
      node = node[key]
    end
    result[i] = node
  end
  return result
end

-- the cell of each of so many rows
function module.cells_of(state, column_of, rows)
  local columns = {}
  for i, group in ipairs(state.request.groups) do
    local column = column_of(group.at)
    columns[i] = group.bucket and lib.query.aggregate.buckets.column(state, group, column) or column
  end
  if #columns > 1 then return by_keys(state, columns, rows) end
  if columns[1] then return by_key(state, columns[1]) end
  state.only = state.only or new_cell(state, {})
  local result = {}
  for i = 1, rows do result[i] = state.only end
  return result
end
