--[[
holders: unique values that new entities take, as columns (lib/write/batch/columns.lua): by index values, and ids at the same places.
]]
local buckets, counts, growth, push = lib.layout.buckets, lib.layout.counts, lib.write.bucket_growth, lib.write.groups.push

-- `parts`, `values`, `at`, `step`: as in columns
function module.note(entries, parts, ids, values, at, step)
  for i = 1, #parts do
    local index, place = parts[i].index, parts[i].place
    entries.held = entries.held or {}
    local held = entries.held[index] or { values = {}, ids = {}, keys = {} }
    entries.held[index] = held
    local size, from = #held.values, at + place
    for n = 1, #ids do
      held.values[size + n], held.ids[size + n], from = values[from], ids[n], from + step
    end
  end
end

-- those that the call takes or gives back otherwise are looked at together with these
function module.unite(entries)
  local state = entries.state
  if not entries.held or not (state.held or state.freed) then return end
  for index, held in pairs(entries.held) do
    for i = 1, #held.values do push(state, 'held', index, held.values[i], { id = held.ids[i], position = 0 }, false) end
  end
  entries.held = false
end

-- whether all are free, and the bucket of each
local function are_free(state, index, held)
  local total, seen, values, keys = counts.get(state, index.buckets) or 1, {}, held.values, held.keys
  for i = 1, #values do
    local value = values[i]
    local key = buckets.key(index.key, buckets.address(value, total))
    if seen[value] or redis.call('HGET', key, value) then return false end
    seen[value], keys[i] = true, key
  end
  return true
end

function module.check(entries, set)
  for index, held in pairs(entries.held) do
    if not are_free(entries.state, index, held) then return set:refuse() end
  end
end

function module.add(entries)
  local state = entries.state
  for index, held in pairs(entries.held) do
    local values, ids, keys, sum = held.values, held.ids, held.keys, 0
    for i = 1, #values do sum = sum + redis.call('HSET', keys[i], values[i], ids[i]) end
    counts.add(state, index.size, sum)
  end
  growth.fit_all(state, entries.held)
end
