--[[
holders: one entity takes unique values and gives others back (see lib/layout/buckets.lua).
]]
local buckets, text, LOAD = lib.layout.buckets, lib.layout.id.text, lib.layout.buckets.LOAD

local function bucket_of(index, value, total) return buckets.key(index.key, buckets.address(value, total)) end

-- which value goes and which comes, or nil where it stays
local function move(step, before, after)
  local index, entry = step.index, step.entry
  local from, to = before and entry(index, before), after and entry(index, after)
  if from ~= to then return from or nil, to or nil end
end

function module.note(part, names)
  local size = #names
  for i = 1, #part do
    names[size + 1], names[size + 2], size = part[i].index.size, part[i].index.buckets, size + 2
  end
end

-- whether the buckets have room, and the values are free; the sizes stand from `at` on
function module.fit(part, change, sizes, at)
  for i = 1, #part do
    local from, to = move(part[i], change.before, change.after)
    local size, total = tonumber(sizes[at] or 0), tonumber(sizes[at + 1] or 1)
    if from and not to and size <= 1 then return false end
    if to and not from and size >= total * LOAD then return false end
    if to and redis.call('HGET', bucket_of(part[i].index, to, total), to) then return false end
    at = at + 2
  end
  return true
end

function module.write(part, change, sizes, at, changed)
  for i = 1, #part do
    local index, from, to = part[i].index, move(part[i], change.before, change.after)
    local by, total = 0, tonumber(sizes[at + 1] or 1)
    if from then by = by - redis.call('HDEL', bucket_of(index, from, total), from) end
    if to then by = by + redis.call('HSET', bucket_of(index, to, total), to, change.id) end
    if by ~= 0 then changed[#changed + 1], changed[#changed + 2] = index.size, text(tonumber(sizes[at] or 0) + by) end
    at = at + 2
  end
end
