--[[
orders: the lists and sorted sets in which sides of many-to-many relations keep their entities, changed when all was checked.
]]
local scores, LENGTH = lib.write.links.scores, { list = 'LLEN', sortedSet = 'ZCARD' }

-- a key of another type is an error before the first write
local function key_of(set, side, id)
  local key = side.own .. id
  set.orders = set.orders or { seen = {} }
  if not set.orders.seen[key] then redis.call(LENGTH[side.kind], key) end
  set.orders.seen[key] = true
  return key
end

-- a command with the key; `told` is the change whose answer is that of the command
local function push(set, told, ...) set.orders[#set.orders + 1] = { told, { ... } } end

-- behind all others, or with a score; `words` say when one that is there has it
function module.append(set, side, id, other, score, words)
  if not side.own then return end
  local key = key_of(set, side, id)
  if words then return push(set, false, scores.of(key, other, score, words)) end
  if side.kind == 'list' then push(set, false, 'RPUSH', key, other) else push(set, false, 'ZADD', key, score or 0, other) end
end

function module.remove(set, side, id, other)
  if not side.own then return end
  local key = key_of(set, side, id)
  if side.kind == 'list' then push(set, false, 'LREM', key, 0, other) else push(set, false, 'ZREM', key, other) end
end

function module.increment(set, side, change, other, by) push(set, change, 'ZINCRBY', key_of(set, side, change.id), by, other) end

-- there is no id that is empty, so that an empty element marks a place; what is counted from the end keeps its index
function module.insert(set, side, id, other, given)
  local key, index = key_of(set, side, id), tonumber(given)
  local there = side.unique and lib.write.links.places.without(key, other, index) or not side.unique and redis.call('LINDEX', key, given)
  if side.unique then push(set, false, 'LREM', key, 0, other) end
  if not there then return push(set, false, index < 0 and 'LPUSH' or 'RPUSH', key, other) end
  push(set, false, 'LSET', key, given, '')
  push(set, false, 'LINSERT', key, 'BEFORE', '', other)
  push(set, false, 'LSET', key, index < 0 and index or index + 1, there)
end

-- the element at an index, or false; whether it was the only one of its entity
function module.remove_at(set, side, id, index)
  local key = key_of(set, side, id)
  local other = redis.call('LINDEX', key, index)
  if not other then return false, false end
  push(set, false, 'LSET', key, index, '')
  push(set, false, 'LREM', key, 1, '')
  return other, #redis.call('LPOS', key, other, 'COUNT', 2) == 1
end

function module.write(set)
  for _, order in ipairs(set.orders) do
    local reply = redis.call(unpack(order[2]))
    if order[1] then order[1].told = reply end
  end
end
