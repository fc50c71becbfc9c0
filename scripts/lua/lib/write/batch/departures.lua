--[[
departures: ids go from lists. These may be many: an entity stands in one of each entity that it is linked to.
]]
local posting = lib.layout.posting

-- the lists that are one set each, by key, and the names of the others
local function divide(entries)
  local state, keys, sets, size, others = entries.state, {}, {}, 0, {}
  local beginning, known, integer = state.model.key .. '#', state.known, state.model.integer
  for name, ids in pairs(entries.gone) do
    if integer and not known[name] then
      size = size + 1
      keys[size], sets[size] = beginning .. name, ids
    else others[#others + 1] = name end
  end
  return { keys = keys, sets = sets, others = others }
end

-- many at once: an intersection with a set that never exists is empty, which is known when all keys were looked at
local function check_sets(keys, never)
  for first = 1, #keys, 1000 do
    local part = { unpack(keys, first, math.min(first + 999, #keys)) }
    part[#part + 1] = never
    redis.call('SINTER', unpack(part))
  end
end

-- when the sizes are known
function module.check(entries)
  local going = divide(entries)
  entries.going = going
  check_sets(going.keys, entries.state.model.key)
  for i = 1, #going.others do posting.check(entries.state, going.others[i]) end
end

function module.remove(entries)
  local keys, sets, others = entries.going.keys, entries.going.sets, entries.going.others
  for i = 1, #keys do redis.call('SREM', keys[i], unpack(sets[i])) end
  for i = 1, #others do posting.remove(entries.state, others[i], entries.gone[others[i]]) end
end
