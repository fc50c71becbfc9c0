--[[
lookup: the titles of one type that have all words of a phrase, cheapest first; those that cost as much as the last one wanted too.

The list of one word is in that order already. Those of several are intersected by the server while the shortest has at most
INTERSECT entries; beyond, it is walked (lib.autocomplete.walk).
]]
local INTERSECT = 4000

-- entries of a reply with scores, up to the last that costs no more than the one at `wanted`
local function take(entries, wanted)
  local found = {}
  for i = 1, #entries, 2 do
    local cost = tonumber(entries[i + 1])
    if #found >= wanted and cost > found[#found].cost then return found, true end
    found[#found + 1] = { id = entries[i], cost = cost }
  end
  return found, false
end

local function single(key, wanted)
  local size = wanted + 1
  while true do
    local entries = redis.call('ZRANGE', key, 0, size - 1, 'WITHSCORES')
    local found, whole = take(entries, wanted)
    if whole or #found < size or size > INTERSECT then return found end
    size = 4 * size
  end
end

-- of the shortest, which comes first then; size has those that are known
local function by_size(lists, size)
  for _, key in ipairs(lists) do size[key] = size[key] or redis.call('ZCARD', key) end
  table.sort(lists, function(a, b) return size[a] < size[b] end)
  return size[lists[1]]
end

--[[ How many entries are looked at, about; the same however many titles are wanted. ]]
function module.price(lists, sizes)
  if #lists == 1 then return 100 end
  local least = by_size(lists, sizes)
  return least > INTERSECT and lib.autocomplete.walk.BUDGET or 20 + least
end

function module.run(lists, wanted, sizes)
  if #lists == 1 then return single(lists[1], wanted) end
  local least = by_size(lists, sizes)
  if least == 0 then return {} end
  if least > INTERSECT then return lib.autocomplete.walk.run(lists, wanted) end
  local arguments = { #lists, unpack(lists) }
  arguments[#arguments + 1] = 'WITHSCORES'
  return (take(redis.call('ZINTER', unpack(arguments)), wanted))
end
