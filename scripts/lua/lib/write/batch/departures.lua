--[[
departures: ids go from lists. These may be many: an entity stands in one of each entity that it is linked to.
]]
local posting, divided, counts, tree = lib.layout.posting, lib.write.batch.divided, lib.layout.counts, lib.layout.tree

-- many at once: an intersection with a set that never exists is empty, which is known when all keys were looked at
local function check_sets(keys, never)
  for first = 1, #keys, 1000 do
    local part = { unpack(keys, first, math.min(first + 999, #keys)) }
    part[#part + 1] = never
    redis.call('SINTER', unpack(part))
  end
end

function module.check(entries)
  local going = divided.of(entries.state, entries.gone)
  entries.going = going
  check_sets(going.keys, entries.state.model.key)
  for i = 1, #going.others do posting.check(entries.state, going.others[i]) end
end

-- all of a list at once
local function drop(state, name)
  local key = state.model.key .. '#' .. name
  if counts.get(state, name) then
    for _, start in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('DEL', tree.leaf(state.model, name, start)) end
    counts.set(state, name, false)
  end
  redis.call('DEL', key)
end

function module.remove(entries)
  local keys, sets, others = entries.going.keys, entries.going.sets, entries.going.others
  for i = 1, #keys do redis.call('SREM', keys[i], unpack(sets[i])) end
  for i = 1, #others do posting.remove(entries.state, others[i], entries.gone[others[i]]) end
  for i = 1, #entries.dropped do drop(entries.state, entries.dropped[i]) end
end
