--[[
walk: the cheapest titles of several long lists: a threshold algorithm (Fagin, Lotem and Naor, 2003).

Lists are sorted by cost. The shortest is walked, the others are probed; as soon as what is left of it, added to the least of the
others, costs more than the titles found, these are the best. BUDGET entries are looked at, at most.
]]
local CHUNK, BUDGET = 250, 1000

local function by_cost(a, b) return a.cost < b.cost end

-- keep the first `wanted`, and those that cost as much as the last of them
local function trim(found, wanted)
  table.sort(found, by_cost)
  local last = found[wanted]
  while last and #found > wanted and found[#found].cost > last.cost do found[#found] = nil end
end

-- those that another list has as well, with both costs
local function probe(key, ids, costs)
  local kept, sums = {}, {}
  for i, cost in ipairs(#ids > 0 and redis.call('ZMSCORE', key, unpack(ids)) or {}) do
    if cost then kept[#kept + 1], sums[#sums + 1] = ids[i], costs[i] + tonumber(cost) end
  end
  return kept, sums
end

local function least_of_others(lists)
  local sum = 0
  for i = 2, #lists do sum = sum + tonumber(redis.call('ZRANGE', lists[i], 0, 0, 'WITHSCORES')[2]) end
  return sum
end

function module.run(lists, wanted)
  local others, best = least_of_others(lists), {}
  for first = 0, BUDGET - 1, CHUNK do
    local entries, ids, costs = redis.call('ZRANGE', lists[1], first, first + CHUNK - 1, 'WITHSCORES'), {}, {}
    for i = 1, #entries, 2 do ids[#ids + 1], costs[#costs + 1] = entries[i], tonumber(entries[i + 1]) end
    local last = #costs == CHUNK and costs[CHUNK]
    for i = 2, #lists do ids, costs = probe(lists[i], ids, costs) end
    for i, id in ipairs(ids) do best[#best + 1] = { id = id, cost = costs[i] } end
    if #best > wanted then trim(best, wanted) end
    if not last or (best[wanted] and best[wanted].cost < last + others) then break end
  end
  return best
end
