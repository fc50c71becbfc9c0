--[[
index_form: how an index writes values whose stored form is not ordered as they are; src/types/index-form.ts does the same.
]]
local COMPLEMENT = {}
for digit = 0, 9 do COMPLEMENT[tostring(digit)] = tostring(9 - digit) end

-- the letters of negative numbers stand before those of positive ones, in reverse
local MIRROR = {}
for step = 0, 25 do MIRROR[string.char(97 + step)] = string.char(90 - step) end

local function complement(digits) return (string.gsub(digits, '%d', COMPLEMENT)) end

-- a number of digits, so that more stand behind fewer: c for two, zc25 for twenty-five
local function length_of(digits)
  if digits < 25 then return string.char(97 + digits) end
  local text = tostring(digits)
  return 'z' .. string.char(97 + #text) .. text
end

-- from behind: a pattern for zeros at the end takes quadratic time
local function without_zeros(fraction) return string.reverse(string.match(string.reverse(fraction), '^0*(.*)$')) end

local function of_numeral(stored)
  local sign, whole, fraction = string.match(stored, '^(-?)0*(%d*)%.?(%d*)$')
  -- what is not a numeral stays as it is: a reader says what is wrong with it
  if not sign then return stored end
  local length, digits = length_of(#whole), whole .. without_zeros(fraction)
  if sign == '' or digits == '' then return length .. digits end
  return string.gsub(complement(length), '%l', MIRROR) .. complement(digits) .. '~'
end

-- the characters in reverse, so that ends are beginnings
local function reversed(text)
  if not string.find(text, '[\128-\255]') then return string.reverse(text) end
  local parts, total = {}, 0
  for character in string.gmatch(text, '[%z\1-\127\194-\244][\128-\191]*') do
    total = total + 1
    parts[total] = character
  end
  for i = 1, math.floor(total / 2) do parts[i], parts[total - i + 1] = parts[total - i + 1], parts[i] end
  return table.concat(parts)
end

-- the same for equal values, ordered as they are; nil where there is no value
function module.of(form, stored)
  if form == 'numeral' and stored then return of_numeral(stored) end
  if form == 'reversed' and stored then return reversed(stored) end
  -- -0 and 0 are one number
  if form == 'number' and stored == '-0' then return '0' end
  return stored
end
