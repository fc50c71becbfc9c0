--[[
integer: adds up whole numbers without loss: what passes 2^53 goes to the caller one by one. The result is that of `exact`.
]]
local LARGEST = 2 ^ 53

module.PRICE = 1 / 3

function module.new() return { n = 0, sum = 0, rest = {} } end

function module.add(cells, m, column, times)
  for i = 1, #cells do
    local text = column[i]
    if text then
      -- a product makes a number of a text without the call of a function
      local made, n = cells[i][m], times and times[i] or 1
      local value = text * n
      local sum = made.sum + value
      made.n = made.n + n
      -- a sum below the bound is exact if what is added is
      if sum < LARGEST and sum > -LARGEST and value < LARGEST and value > -LARGEST then made.sum = sum
      else made.rest[#made.rest + 1] = { string.format('%.0f', tonumber(text)), 0, n } end
    end
  end
end

function module.result(made)
  local list = made.rest
  list[#list + 1] = { string.format('%.0f', made.sum), 0, 1 }
  return { made.n, list }
end
