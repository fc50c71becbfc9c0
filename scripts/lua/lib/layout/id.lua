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

-- numbers that follow each other share all but their last two digits; tostring() would write large ones as 1e+15
local SMALL, ENDINGS, BEGINNINGS, hundreds, beginning = {}, {}, {}, -1, nil
for number = 0, 99 do SMALL[number], ENDINGS[number] = string.format('%d', number), string.format('%02d', number) end

function module.text(number)
  if number < 100 then return SMALL[number] or string.format('%d', number) end
  local rest = number % 100
  if number - rest ~= hundreds then
    hundreds = number - rest
    beginning = BEGINNINGS[hundreds] or string.format('%d', hundreds / 100)
    -- sizes of lists come in no order
    if number < 100000 then BEGINNINGS[hundreds] = beginning end
  end
  return beginning .. ENDINGS[rest]
end

-- an order of ids that all strategies share
function module.less(integer, a, b)
  if integer then return tonumber(a) < tonumber(b) end
  return lib.layout.bytes.less(a, b)
end

-- several in that order, or the other way round
function module.sort(integer, ids, backwards)
  if integer then lib.layout.ascending.sort(ids) else table.sort(ids, lib.layout.bytes.less) end
  local total = #ids
  for i = 1, backwards and total / 2 or 0 do ids[i], ids[total + 1 - i] = ids[total + 1 - i], ids[i] end
end
