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
  if model.integer then lib.layout.ascending.sort(tie) else table.sort(tie, lib.layout.bytes.less) end
end

-- take(id, number) for at most so many of them, the least first, or the greatest
function module.each(set, model, greatest, most, take)
  local numbers, ids = set.numbers, set.ids
  table.sort(numbers)
  local at, step, total = greatest and #numbers or 1, greatest and -1 or 1, 0
  while numbers[at] and total < most do
    local number, size = numbers[at], 1
    local tie = ids[number]
    if type(tie) == 'table' then
      size = #tie
      sort_ties(model, tie)
      for i = 1, math.min(size, most - total) do take(tie[i], number) end
    else
      take(tie, number)
    end
    at, total = at + step * size, total + size
  end
end

local function is_ascending(numbers)
  for i = 2, #numbers do
    if numbers[i] <= numbers[i - 1] then return false end
  end
  return true
end

-- ids in the order of their numbers
function module.sorted(model, ids, numbers)
  if is_ascending(numbers) then return ids end
  local set, list = module.new(), {}
  for i = 1, #ids do module.add(set, numbers[i], ids[i]) end
  module.each(set, model, false, #ids, function(id) list[#list + 1] = id end)
  return list
end
