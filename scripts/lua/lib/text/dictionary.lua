--[[
dictionary: the terms of a text index, in byte order: a ZSET of the first terms of its leaves, each of which is a HASH of at most 100
terms, compact at any size. The first leaf is that of the empty text.

What a term leads to is its number, and the ids of a rare one (see lib/text/rare.lua). `base` is what its keys begin with.
]]
local LEAF = 100

function module.leaf_of(base, term)
  return redis.call('ZREVRANGEBYLEX', base, '[' .. term, '-', 'LIMIT', 0, 1)[1] or ''
end

local function key_of(base, first) return base .. '/' .. first end

function module.get(base, term) return redis.call('HGET', key_of(base, module.leaf_of(base, term)), term) end

-- what terms lead to, in their order, false where there is nothing; those of one leaf in one command
function module.get_all(base, terms)
  local by_leaf, values = {}, {}
  for i = 1, #terms do lib.write.groups.append(by_leaf, module.leaf_of(base, terms[i]), i, terms[i]) end
  for first, group in pairs(by_leaf) do
    local names = {}
    for i = 2, #group, 2 do names[i / 2] = group[i] end
    local found = redis.call('HMGET', key_of(base, first), unpack(names))
    for i = 1, #group, 2 do values[group[i]] = found[(i + 1) / 2] end
  end
  return values
end

-- the upper half of a leaf becomes one of its own
local function split(base, first)
  local entries, values, terms = redis.call('HGETALL', key_of(base, first)), {}, {}
  for i = 1, #entries, 2 do terms[#terms + 1], values[entries[i]] = entries[i], entries[i + 1] end
  table.sort(terms, lib.layout.bytes.less)
  local moved, gone = {}, {}
  for i = math.floor(#terms / 2) + 1, #terms do
    gone[#gone + 1], moved[#moved + 1] = terms[i], terms[i]
    moved[#moved + 1] = values[terms[i]]
  end
  redis.call('HDEL', key_of(base, first), unpack(gone))
  redis.call('HSET', key_of(base, gone[1]), unpack(moved))
  redis.call('ZADD', base, 0, gone[1])
end

function module.set(base, term, value)
  local first = module.leaf_of(base, term)
  if redis.call('HSET', key_of(base, first), term, value) == 1 and redis.call('HLEN', key_of(base, first)) > LEAF then split(base, first) end
end

function module.delete(base, term)
  local first = module.leaf_of(base, term)
  redis.call('HDEL', key_of(base, first), term)
  if first ~= '' and redis.call('EXISTS', key_of(base, first)) == 0 then redis.call('ZREM', base, first) end
end
