--[[
holders: the entities that hold unique values, in buckets (see lib/layout/buckets.lua).
]]
local buckets, counts, growth = lib.layout.buckets, lib.layout.counts, lib.write.bucket_growth

local function bucket_of(index, value, total) return buckets.key(index.key, buckets.address(value, total)) end

function module.names(state, names)
  for _, index in ipairs(state.model.uniques) do names[#names + 1], names[#names + 2] = index.size, index.buckets end
end

-- most values of a list are of the index of the one before
function module.check(state, set)
  local held, index, total = state.held, nil, nil
  for i = 1, #held, 4 do
    if held[i] ~= index then index, total = held[i], counts.get(state, held[i].buckets) or 1 end
    held[i + 3] = bucket_of(index, held[i + 1], total)
  end
  lib.write.taken.check(state, set, held)
end

-- by how many the values of each index become more
local function add_sizes(state, sums)
  for index, sum in pairs(sums) do counts.add(state, index.size, sum) end
end

function module.remove(state)
  local freed, sums = state.freed, {}
  for i = 1, #freed, 2 do
    local index, value = freed[i], freed[i + 1]
    local bucket = bucket_of(index, value, counts.get(state, index.buckets) or 1)
    sums[index] = (sums[index] or 0) - redis.call('HDEL', bucket, value)
  end
  add_sizes(state, sums)
  if not state.held then growth.fit_all(state, sums) end
end

function module.add(state)
  local held, sums = state.held, {}
  for i = 1, #held, 4 do
    local index = held[i]
    sums[index] = (sums[index] or 0) + redis.call('HSET', held[i + 3], held[i + 1], held[i + 2].id)
  end
  add_sizes(state, sums)
  growth.fit_all(state, sums)
end
