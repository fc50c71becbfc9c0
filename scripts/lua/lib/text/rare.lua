--[[
rare: the ids of a term that few texts have, kept in the dictionary beside its number instead of a list of their own: '=', the number as its
code, then the distances between the ids, seven bits a byte, the lowest first, all but the last of one with 128 added.
]]
local char, byte, floor = string.char, string.byte, math.floor
local codes = lib.text.codes

-- beyond so many a list takes less
module.MOST = 12

-- ids are numbers, in their order
function module.pack(n, ids)
  local parts, last = { '=', codes.of(n) }, 0
  for i = 1, #ids do
    local distance = ids[i] - last
    last = ids[i]
    while distance > 127 do
      parts[#parts + 1] = char(128 + distance % 128)
      distance = floor(distance / 128)
    end
    parts[#parts + 1] = char(distance)
  end
  return table.concat(parts)
end

local function size_of_code(first)
  return not first and 0 or first < 0x80 and 1 or first < 0xE0 and 2 or first < 0xF0 and 3 or 4
end

local function read_ids(text, at)
  local ids, distance, factor, last = {}, 0, 1, 0
  for i = at, #text do
    local b = byte(text, i)
    if b > 127 then distance, factor = distance + (b - 128) * factor, factor * 128
    else
      last = last + distance + b * factor
      ids[#ids + 1] = last
      distance, factor = 0, 1
    end
  end
  return ids
end

-- the number of a term, and its ids where they stand in the dictionary
function module.read(value)
  if byte(value) ~= 61 then return tonumber(value), nil end
  local last = 1 + size_of_code(byte(value, 2))
  return codes.number(string.sub(value, 2, last)), read_ids(value, last + 1)
end
