--[[
unique: value to id, in buckets (see lib/layout/buckets.lua).
]]
local buckets, counts = lib.layout.buckets, lib.layout.counts

-- several values stand behind their lengths, so that no two lists of values look alike
function module.entry(index, row)
  local forms, form_of = index.forms, lib.layout.index_form.of
  if index.single then return forms and form_of(forms[1], row[index.single]) or row[index.single] end
  local parts = {}
  for i, field in ipairs(index.fields) do
    local value = forms and form_of(forms[i], row[field]) or row[field]
    if not value then return nil end
    parts[i] = #value .. ':' .. value
  end
  return table.concat(parts)
end

local function size(model, index) return counts.get(model, index.buckets) or 1 end

function module.holder(model, index, value) return buckets.holder(index.key, value, size(model, index)) end

local function split(model, index, total)
  local level = buckets.level(total)
  local from, to = buckets.key(index.key, total - level), buckets.key(index.key, total)
  local entries = redis.call('HGETALL', from)
  local moved, gone = {}, {}
  for i = 1, #entries, 2 do
    -- one more bit of the digest tells the two buckets apart
    if buckets.digest(entries[i]) % (level * 2) >= level then
      gone[#gone + 1] = entries[i]
      moved[#moved + 1] = entries[i]
      moved[#moved + 1] = entries[i + 1]
    end
  end
  if #gone > 0 then
    redis.call('HSET', to, unpack(moved))
    redis.call('HDEL', from, unpack(gone))
  end
  counts.set(model, index.buckets, total + 1)
end

function module.add(model, index, value, id)
  local total = size(model, index)
  if redis.call('HSET', buckets.key(index.key, buckets.address(value, total)), value, id) == 0 then return end
  if counts.add(model, index.size, 1) > total * buckets.LOAD then split(model, index, total) end
end

-- another entity of the same change set may hold the value by now
function module.remove(model, index, value, id)
  local key = buckets.key(index.key, buckets.address(value, size(model, index)))
  if redis.call('HGET', key, value) ~= id then return end
  redis.call('HDEL', key, value)
  if counts.add(model, index.size, -1) > 0 then return end
  counts.set(model, index.size, false)
  counts.set(model, index.buckets, false)
end
