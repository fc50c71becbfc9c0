--[[
numbers: ids in the order of a number that each has, ties by id. The numbers alone are sorted, which the server does without a call of
Lua for each pair, and lead to their ids.
]]
-- `backwards`: of those that share a number the greatest id comes first
function module.new(backwards) return { numbers = {}, ids = {}, backwards = backwards } end

-- one more id of a number that another one has
function module.tie(set, number, id)
  local known = set.ids[number]
  if type(known) == 'table' then known[#known + 1] = id else set.ids[number] = { known, id } end
end

function module.add(set, number, id)
  local numbers, ids = set.numbers, set.ids
  numbers[#numbers + 1] = number
  if ids[number] then module.tie(set, number, id) else ids[number] = id end
end

-- keeps the `count` least numbers, and those that are equal to the last of them, which it gives, and how many are left
function module.prune(set, count)
  local numbers = set.numbers
  table.sort(numbers)
  local last, size = numbers[count], #numbers
  while numbers[size] > last do numbers[size], size = nil, size - 1 end
  return last, size
end

-- take(id, number) for at most so many of them, the least first, or the greatest
function module.each(set, model, greatest, most, take)
  local numbers, ids = set.numbers, set.ids
  table.sort(numbers)
  local at, step, total = greatest and #numbers or 1, greatest and -1 or 1, 0
  while numbers[at] and total < most do
    local number, tie, size = numbers[at], ids[numbers[at]], 1
    if type(tie) ~= 'table' then take(tie, number)
    else
      size = #tie
      lib.layout.id.sort(model.integer, tie, set.backwards)
      for i = 1, math.min(size, most - total) do take(tie[i], number) end
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
