--[[
float: adds up numbers, and what rounding took from the sum (Neumaier 1974, an improved Kahan summation).

The result is { how many, sum, what rounding took }.
]]
module.PRICE = 1 / 2

function module.new() return { n = 0, sum = 0, lost = 0 } end

function module.add(cells, m, column, times)
  for i = 1, #cells do
    if column[i] then
      local made, n = cells[i][m], times and times[i] or 1
      local value, before = tonumber(column[i]) * n, made.sum
      local sum = before + value
      if math.abs(before) >= math.abs(value) then made.lost = made.lost + (before - sum + value)
      else made.lost = made.lost + (value - sum + before) end
      made.sum, made.n = sum, made.n + n
    end
  end
end

function module.result(made) return { made.n, string.format('%.17g', made.sum), string.format('%.17g', made.lost) } end
