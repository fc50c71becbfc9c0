--[[
ascending: whole numbers as ids, in their order.
]]
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

-- as numbers, which are compared without a call for each; two texts of one number are left to the function
local function sort(ids)
  local numbers, texts = {}, {}
  for i = 1, #ids do
    local id = ids[i]
    local number = tonumber(id)
    if texts[number] and texts[number] ~= id then return table.sort(ids, ascending) end
    numbers[i], texts[number] = number, id
  end
  table.sort(numbers)
  for i = 1, #ids do ids[i] = texts[numbers[i]] end
end

-- ids that are whole numbers; most come in their order
function module.sort(ids)
  local last = -1
  for i = 1, #ids do
    local id = tonumber(ids[i])
    if id < last then return sort(ids) end
    last = id
  end
end

-- the greatest of ids, or -1 where there are none; as arguments texts become the numbers that they are, faster than one by one
function module.greatest(ids)
  local most, total = -1, #ids
  for first = 1, total, 1000 do most = math.max(most, unpack(ids, first, math.min(first + 999, total))) end
  return most
end

-- numbers in their order, each once
function module.once(numbers)
  table.sort(numbers)
  for i = #numbers, 2, -1 do
    if numbers[i] == numbers[i - 1] then table.remove(numbers, i) end
  end
  return numbers
end
