--[[
results: the cells of a slice as they leave the script: { keys, count, { what came of each measure } }.
]]
function module.of(state)
  local list = {}
  for i, cell in ipairs(state.cells) do
    local made = {}
    for m, measure in ipairs(state.request.measures) do made[m] = lib.query.measures[measure.op].result(cell[m]) end
    list[i] = { cell.keys, cell.count, made }
  end
  return list
end
