--[[
bucket_growth: as many buckets of unique values as their number asks for (see lib/layout/buckets.lua).
]]
local buckets, counts, LOAD = lib.layout.buckets, lib.layout.counts, lib.layout.buckets.LOAD

-- one bucket more: what belongs to it is moved there; one more bit of the digest tells the two apart
function module.split(index, total)
  local power = buckets.level(total)
  local from, to = buckets.key(index, total - power), buckets.key(index, total)
  local entries, moved, gone, size, digest = redis.call('HGETALL', from), {}, {}, 0, buckets.digest
  for i = 1, #entries, 2 do
    local value = entries[i]
    if digest(value) % (power * 2) >= power then
      size = size + 1
      gone[size], moved[2 * size - 1], moved[2 * size] = value, value, entries[i + 1]
    end
  end
  if size == 0 then return end
  redis.call('HSET', to, unpack(moved))
  redis.call('HDEL', from, unpack(gone))
end

-- more buckets than come with the values of a call: what was left behind comes bit by bit, so that a size that is wrong holds nobody up
local MORE = 4

-- as many buckets as the number of values asks for; values that all went leave none, and no number of them when it is asked again
local function fit(state, index, come)
  local values, total = counts.get(state, index.size) or 0, counts.get(state, index.buckets) or 1
  if values <= 0 then
    counts.set(state, index.size, false)
    return counts.set(state, index.buckets, false)
  end
  local most = total + MORE + math.max(0, come) / LOAD
  while values > total * LOAD and total < most do
    module.split(index.key, total)
    total = total + 1
    counts.set(state, index.buckets, total)
  end
end

-- `sums`: by how many the values of each index have become more
function module.fit_all(state, sums)
  for index, come in pairs(sums) do fit(state, index, come) end
end
