--[[
walk: the cheapest titles of several long lists: a threshold algorithm (Fagin, Lotem and Naor, 2003).

Lists are sorted by cost. All are walked at the same pace, and what is met in one is probed in the others; as soon as the titles
found cost less than the places reached in the lists do together, these are the best. BUDGET entries are looked at, at most.
]]
local CHUNK = 200
module.BUDGET = 1200

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

-- the entries of one list from `first` on; the cost of the last, nil at its end
local function visit(lists, i, first, best, seen)
  local entries, ids, costs = redis.call('ZRANGE', lists[i], first, first + CHUNK - 1, 'WITHSCORES'), {}, {}
  for at = 1, #entries, 2 do
    local id = entries[at]
    if not seen[id] then seen[id], ids[#ids + 1], costs[#costs + 1] = true, id, tonumber(entries[at + 1]) end
  end
  for other, key in ipairs(lists) do
    if other ~= i then ids, costs = probe(key, ids, costs) end
  end
  for at, id in ipairs(ids) do best[#best + 1] = { id = id, cost = costs[at] } end
  return #entries == 2 * CHUNK and tonumber(entries[#entries]) or nil
end

function module.run(lists, wanted)
  local best, seen = {}, {}
  for first = 0, module.BUDGET / #lists - 1, CHUNK do
    local reached = 0
    for i = 1, #lists do reached = reached + (visit(lists, i, first, best, seen) or math.huge) end
    if #best > wanted then trim(best, wanted) end
    -- at the end of one list all that it has was met
    if reached == math.huge or (best[wanted] and best[wanted].cost < reached) then break end
  end
  return best
end
