--[[
bounds: whether a sum is less than the least or greater than the greatest that it may be; the empty text is not a bound.
]]
local function less_numbers(a, b) return tonumber(a) < tonumber(b) end

-- the difference is negative
local function less_decimals(a, b)
  local negated = string.sub(b, 1, 1) == '-' and string.sub(b, 2) or '-' .. b
  return string.sub(lib.write.decimals.add(a, negated), 1, 1) == '-'
end

function module.passed(sum, min, max, kind)
  local less = kind == 'decimal' and less_decimals or less_numbers
  return min ~= '' and less(sum, min) or max ~= '' and less(max, sum)
end
