--[[
numbers: stored numerals as JavaScript writes them, so that a number has one stored form whoever computed it.
]]
module.SAFE = 9007199254740991

local function shortest(value)
  -- the least numbers have fewer digits than 15
  for digits = math.abs(value) < 1e-300 and 1 or 15, 17 do
    local text = string.format('%.' .. (digits - 1) .. 'e', value)
    if tonumber(text) == value then return text end
  end
end

-- ECMAScript's Number::toString: plain from 1e-7 (excluded) to 1e21 (excluded), with an exponent beyond
function module.text(value)
  if value == 0 then return '0' end
  local sign, lead, rest, exponent = string.match(shortest(value), '^(-?)(%d)%.?(%d*)e([-+]%d+)$')
  local digits = (string.gsub(lead .. rest, '0+$', ''))
  local point = tonumber(exponent) + 1
  if point > 21 or point < -5 then
    local tail = #digits > 1 and '.' .. string.sub(digits, 2) or ''
    return sign .. lead .. tail .. 'e' .. (point > 0 and '+' or '-') .. math.abs(point - 1)
  end
  if point <= 0 then return sign .. '0.' .. string.rep('0', -point) .. digits end
  if point >= #digits then return sign .. digits .. string.rep('0', point - #digits) end
  return sign .. string.sub(digits, 1, point) .. '.' .. string.sub(digits, point + 1)
end

-- the sum in stored form, or nil where it is not a number that the field can hold
function module.add(stored, by, whole)
  local sum = (tonumber(stored or '0') or 0 / 0) + tonumber(by)
  if sum ~= sum or sum == math.huge or sum == -math.huge then return nil end
  if whole and (sum % 1 ~= 0 or math.abs(sum) > module.SAFE) then return nil end
  return module.text(sum)
end
