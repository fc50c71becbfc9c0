--[[
decimals: exact sums of decimal numerals of any length, on seven digits at a time.
]]
local WIDTH, BASE = 7, 10 ^ 7

-- digits as chunks, the least significant one first
local function chunks_of(digits)
  local result = {}
  for last = #digits, 1, -WIDTH do result[#result + 1] = tonumber(string.sub(digits, math.max(1, last - WIDTH + 1), last)) end
  return result
end

local function text_of(chunks)
  local parts = {}
  for i = #chunks, 1, -1 do parts[#parts + 1] = string.format('%07d', chunks[i]) end
  return (string.gsub(table.concat(parts), '^0+', ''))
end

-- a + sign * b, where the result is not negative
local function combine(a, b, sign)
  local x, y, result, carry = chunks_of(a), chunks_of(b), {}, 0
  for i = 1, math.max(#x, #y) do
    local sum = (x[i] or 0) + sign * (y[i] or 0) + carry
    carry = math.floor(sum / BASE)
    result[i] = sum - carry * BASE
  end
  if carry > 0 then result[#result + 1] = carry end
  return text_of(result)
end

local function is_less(a, b) return #a < #b or #a == #b and lib.layout.bytes.less(a, b) end

-- the digits of the sum, and whether it is negative
local function add(a, b)
  if a.negative == b.negative then return combine(a.digits, b.digits, 1), a.negative end
  if is_less(a.digits, b.digits) then return combine(b.digits, a.digits, -1), b.negative end
  return combine(a.digits, b.digits, -1), a.negative
end

local function places_of(numeral) return #(string.match(numeral, '%.(%d+)$') or '') end

-- the numeral without its point, as if it had so many places behind it; zero has no digits, however many those are
local function read(numeral, places)
  local sign, whole, fraction = string.match(numeral, '^(-?)(%d+)%.?(%d*)$')
  if not sign then return nil end
  local digits = string.gsub(whole .. fraction .. string.rep('0', places - #fraction), '^0+', '')
  return { negative = sign == '-', digits = digits }
end

-- the sum with as many places as the longer one has, or nil where what is stored is not a numeral
function module.add(stored, by)
  local places = math.max(places_of(stored or '0'), places_of(by))
  local a, b = read(stored or '0', places), read(by, places)
  if not a or not b then return nil end
  local digits, negative = add(a, b)
  local sign = digits ~= '' and negative and '-' or ''
  digits = string.rep('0', places + 1 - #digits) .. digits
  if places == 0 then return sign .. digits end
  return sign .. string.sub(digits, 1, -places - 1) .. '.' .. string.sub(digits, -places)
end
