--[[
distances: whole numbers in their order as one text: the distances between them, seven bits a byte, the lowest first, all but the last of one
with 128 added.
]]
local char, byte, floor = string.char, string.byte, math.floor
-- what is longer was written by hand
local LONGEST = 4000

-- of two numbers that follow each other
function module.text(distance)
  if distance < 128 then return char(distance) end
  if distance < 16384 then return char(128 + distance % 128, floor(distance / 128)) end
  return char(128 + distance % 128) .. module.text(floor(distance / 128))
end

-- the numbers of a text, from a place on
function module.read(text, at)
  local numbers, distance, factor, last, bytes = {}, 0, 1, 0, { byte(text, at, at + LONGEST) }
  for i = 1, #bytes do
    local b = bytes[i]
    if b > 127 then distance, factor = distance + (b - 128) * factor, factor * 128
    else
      last = last + distance + b * factor
      numbers[#numbers + 1] = last
      distance, factor = 0, 1
    end
  end
  return numbers
end
