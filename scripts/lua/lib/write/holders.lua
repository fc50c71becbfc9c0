--[[
holders: the entities that hold unique values, in buckets (see lib/layout/buckets.lua).
]]
local buckets, counts, groups, growth = lib.layout.buckets, lib.layout.counts, lib.write.groups, lib.write.bucket_growth

local function bucket_of(state, index, value)
  return buckets.key(index.key, buckets.address(value, counts.get(state, index.buckets) or 1))
end

local function freed_values(list)
  local freed = {}
  for i = 1, list and #list or 0, 2 do freed[list[i]] = true end
  return freed
end

-- values may be swapped: those that are taken are checked when it is known what is freed; notes the bucket behind each pair
local function check_index(state, set, index)
  local held, freed, taken, places = state.held[index] or {}, freed_values(state.freed[index]), {}, {}
  for i = 1, #held, 2 do
    local value, change = held[i], held[i + 1]
    local key = bucket_of(state, index, value)
    local holder = redis.call('HGET', key, value)
    if taken[value] then set:refuse('UNIQUE', change.position, index.name, taken[value])
    elseif holder and holder ~= change.id and not freed[value] then set:refuse('UNIQUE', change.position, index.name, holder) end
    taken[value], places[i] = change.id, key
  end
  held.places = places
end

function module.names(state, names)
  for _, index in ipairs(state.model.uniques) do
    if state.held[index] or state.freed[index] then names[#names + 1], names[#names + 2] = index.size, index.buckets end
  end
end

function module.check(state, set)
  for _, index in ipairs(state.model.uniques) do
    if state.held[index] then check_index(state, set, index) end
  end
end

function module.remove(state)
  for index, freed in pairs(state.freed) do
    for i = 1, #freed, 2 do
      counts.add(state, index.size, -redis.call('HDEL', bucket_of(state, index, freed[i]), freed[i]))
    end
    if not state.held[index] then growth.fit(state, index) end
  end
end

function module.add(state)
  for index, held in pairs(state.held) do
    local by_bucket, added = {}, 0
    for i = 1, #held, 2 do groups.push(by_bucket, held.places[i], held[i], held[i + 1].id) end
    for key, values in pairs(by_bucket) do added = added + groups.call('HSET', key, values) end
    counts.add(state, index.size, added)
    growth.fit(state, index)
  end
end
