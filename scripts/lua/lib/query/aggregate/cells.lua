--[[
cells: what was found so far, a cell for each group: its count, and what each measure has made of the values.

The keys of a group are stored forms, false for no value; without groups there is one cell. Rows come by the hundred, as columns: a list of
the values of each field, so that one call of a function does for all of them.
]]
-- steps to find the cell of a row, and to add the row there
function module.price(request)
  local total = 0
  for _, group in ipairs(request.groups) do total = total + (group.bucket and 1 or 1 / 3) end
  for _, measure in ipairs(request.measures) do total = total + lib.query.measures[measure.op].PRICE end
  return total
end

function module.open(state) state.cells, state.known, state.days = {}, {}, {} end

-- count rows, each so many times (nil: once)
function module.add(state, column_of, rows, times)
  local cells = lib.query.aggregate.groups.cells_of(state, column_of, rows)
  for i = 1, rows do
    local cell = cells[i]
    if times then cell.count = cell.count + times[i] else cell.count = cell.count + 1 end
  end
  for m, measure in ipairs(state.request.measures) do
    lib.query.measures[measure.op].add(cells, m, column_of(measure.at), times, measure)
  end
end
