--[[
id: ids as members of sorted sets.

Members of one score come in byte order, where "10" stands before "9". A whole number is therefore led by a letter for its
number of digits (7 is a7, 10 is b10), so that ties come in the order of the ids.
]]
local LETTER = {}
for digits = 1, 20 do LETTER[digits] = string.char(96 + digits) end

function module.member(integer, id)
  if integer then return LETTER[#id] .. id end
  return id
end

-- those of several whole numbers
function module.members(ids)
  local result = {}
  for i = 1, #ids do
    local id = ids[i]
    result[i] = LETTER[#id] .. id
  end
  return result
end

function module.of(integer, member)
  if integer then return string.sub(member, 2) end
  return member
end

-- tostring() would write large numbers as 1e+15, and %.0f takes three times as long
function module.text(number) return string.format('%d', number) end

-- an order of ids that all strategies share
function module.less(integer, a, b)
  if integer then return tonumber(a) < tonumber(b) end
  return lib.layout.bytes.less(a, b)
end

local function ascending(a, b) return tonumber(a) < tonumber(b) end

-- of ids in their order, of which the one at `from` is less than a bound: the place of the last that is
function module.last_below(ids, from, bound)
  local last = #ids
  while from < last do
    local middle = math.ceil((from + last) / 2)
    if tonumber(ids[middle]) < bound then from = middle else last = middle - 1 end
  end
  return from
end

-- ids that are whole numbers; most come in their order
function module.sort(ids)
  local last = -1
  for i = 1, #ids do
    local id = tonumber(ids[i])
    if id < last then return table.sort(ids, ascending) end
    last = id
  end
end
