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

-- ids that are whole numbers; most come in their order
function module.sort(ids)
  local last = -1
  for i = 1, #ids do
    local id = tonumber(ids[i])
    if id < last then return table.sort(ids, ascending) end
    last = id
  end
end
