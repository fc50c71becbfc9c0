--[[
bucket_growth: as many buckets of unique values as their number asks for (see lib/layout/buckets.lua).
]]
local buckets, counts, LOAD = lib.layout.buckets, lib.layout.counts, lib.layout.buckets.LOAD

-- move what belongs to the new bucket: one more bit of the digest tells the two apart
local function split(index, total)
  local power = buckets.level(total)
  local from, to = buckets.key(index, total - power), buckets.key(index, total)
  local entries, moved, gone = redis.call('HGETALL', from), {}, {}
  for i = 1, #entries, 2 do
    if buckets.digest(entries[i]) % (power * 2) >= power then
      gone[#gone + 1] = entries[i]
      moved[#moved + 1] = entries[i]
      moved[#moved + 1] = entries[i + 1]
    end
  end
  if #gone == 0 then return end
  redis.call('HSET', to, unpack(moved))
  redis.call('HDEL', from, unpack(gone))
end

-- as many buckets as the number of values asks for; values that all went leave none, and no number of them when it is asked again
local function fit(state, index)
  local values, total = counts.get(state, index.size) or 0, counts.get(state, index.buckets) or 1
  if values <= 0 then
    counts.set(state, index.size, false)
    return counts.set(state, index.buckets, false)
  end
  while values > total * LOAD do
    split(index.key, total)
    total = total + 1
    counts.set(state, index.buckets, total)
  end
end

-- for every index of a list, which may name one several times
function module.fit_all(state, list, step)
  local before
  for i = 1, #list, step do
    if list[i] ~= before then fit(state, list[i]) end
    before = list[i]
  end
end
