--[[
values: which values there are, and how often. The result is { stored form, how often } of each.
]]
module.PRICE = 2.3
function module.new() return {} end

function module.add(cells, m, column, times)
  for i = 1, #cells do
    local text = column[i]
    if text then
      local made = cells[i][m]
      made[text] = (made[text] or 0) + (times and times[i] or 1)
    end
  end
end

function module.result(made)
  local list = {}
  for text, times in pairs(made) do list[#list + 1] = { text, times } end
  return list
end
