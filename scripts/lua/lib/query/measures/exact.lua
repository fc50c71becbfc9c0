--[[
exact: adds up decimal numerals without loss. Sums of each number of decimal places are whole numbers below 2^53; what passes that, and
long numerals, goes to the caller one by one.

The result is { how many, { { digits, places, times } ... } }.
]]
local LARGEST, DIGITS = 2 ^ 53, 15

module.PRICE = 1
function module.new() return { n = 0, sums = {}, rest = {} } end

local function parse(text)
  local dot = string.find(text, '.', 1, true)
  if not dot then return text, 0 end
  return string.sub(text, 1, dot - 1) .. string.sub(text, dot + 1), #text - dot
end

local function add(made, text, n)
  local digits, places = parse(text)
  local value = #digits <= DIGITS and tonumber(digits) * n
  local sum = value and value + (made.sums[places] or 0)
  made.n = made.n + n
  -- a sum below the bound is exact if what is added is
  if sum and sum > -LARGEST and sum < LARGEST and math.abs(value) < LARGEST then made.sums[places] = sum
  else made.rest[#made.rest + 1] = { digits, places, n } end
end

function module.add(cells, m, column, times)
  for i = 1, #cells do
    if column[i] then add(cells[i][m], column[i], times and times[i] or 1) end
  end
end

function module.result(made)
  local list = made.rest
  for places, sum in pairs(made.sums) do list[#list + 1] = { string.format('%.0f', sum), places, 1 } end
  return { made.n, list }
end
