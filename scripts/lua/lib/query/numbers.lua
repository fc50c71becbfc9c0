--[[
numbers: ids in the order of a number that each has, ties by id. The numbers alone are sorted, which the server does without a call of
Lua for each pair, and lead to their ids.
]]
function module.new() return { numbers = {}, ids = {} } end

function module.add(set, number, id)
  local numbers, ids = set.numbers, set.ids
  local known = ids[number]
  numbers[#numbers + 1] = number
  if not known then ids[number] = id
  elseif type(known) == 'table' then known[#known + 1] = id
  else ids[number] = { known, id } end
end

local function sort_ties(model, tie)
  local less, integer = lib.layout.id.less, model.integer
  table.sort(tie, function(a, b) return less(integer, a, b) end)
  return tie
end

-- take(id, number) for at most so many of them, the least first, or the greatest
function module.each(set, model, greatest, most, take)
  local numbers, ids = set.numbers, set.ids
  table.sort(numbers)
  local at, step, total = greatest and #numbers or 1, greatest and -1 or 1, 0
  while numbers[at] and total < most do
    local number = numbers[at]
    local tie = ids[number]
    tie = type(tie) == 'table' and sort_ties(model, tie) or { tie }
    for i = 1, math.min(#tie, most - total) do take(tie[i], number) end
    at, total = at + step * #tie, total + #tie
  end
end
