--[[
holders: the entities that hold unique values, in buckets (see lib/layout/buckets.lua).
]]
local buckets, counts, groups, growth = lib.layout.buckets, lib.layout.counts, lib.write.groups, lib.write.bucket_growth

local function bucket_of(state, index, value)
  return buckets.key(index.key, buckets.address(value, counts.get(state, index.buckets) or 1))
end

function module.names(state, names)
  for _, index in ipairs(state.model.uniques) do names[#names + 1], names[#names + 2] = index.size, index.buckets end
end

-- a text for a value of an index, so that one table holds those of all
local function slot(index, value) return index.name .. '\0' .. value end

local function slots_of(freed)
  local result = {}
  for i = 1, freed and #freed or 0, 2 do result[slot(freed[i], freed[i + 1])] = true end
  return result
end

-- values may be swapped: those that are taken are checked when it is known what is freed
local function check_all(state, set, held)
  local freed, taken = slots_of(state.freed), {}
  for i = 1, #held, 4 do
    local index, value, change = held[i], held[i + 1], held[i + 2]
    local holder, at = redis.call('HGET', held[i + 3], value), slot(index, value)
    if taken[at] then set:refuse('UNIQUE', change.position, index.name, taken[at], state.model.model)
    elseif holder and holder ~= change.id and not freed[at] then set:refuse('UNIQUE', change.position, index.name, holder, state.model.model) end
    taken[at] = change.id
  end
end

function module.check(state, set)
  local held = state.held
  for i = 1, #held, 4 do held[i + 3] = bucket_of(state, held[i], held[i + 1]) end
  if not state.alone then return check_all(state, set, held) end
  for i = 1, #held, 4 do
    local holder = redis.call('HGET', held[i + 3], held[i + 1])
    if holder and holder ~= held[i + 2].id then set:refuse('UNIQUE', held[i + 2].position, held[i].name, holder, state.model.model) end
  end
end

function module.remove(state)
  local freed = state.freed
  for i = 1, #freed, 2 do
    local gone = redis.call('HDEL', bucket_of(state, freed[i], freed[i + 1]), freed[i + 1])
    counts.add(state, freed[i].size, -gone)
  end
  if not state.held then growth.fit_all(state, freed, 2) end
end

function module.add(state)
  local held = state.held
  for i = 1, #held, 4 do
    counts.add(state, held[i].size, redis.call('HSET', held[i + 3], held[i + 1], held[i + 2].id))
  end
  growth.fit_all(state, held, 4)
end
