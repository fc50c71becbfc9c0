--[[
dictionary: the terms of a text index, in byte order: a ZSET of the first terms of its leaves, each of which is a HASH of at most 100
terms, compact at any size. The first leaf is that of the empty text.

What a term leads to is its number, and the ids of a rare one (see lib/text/rare.lua). `base` is what its keys begin with.
]]
local LEAF = 100
-- a set that once had a member as long as this is a skip list to the server: in a small one each look-up would compare with all leaves
local LONG = string.rep(' ', 1024)

local key_of, leaf_of = lib.text.lookup.key_of, lib.text.lookup.leaf_of

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
  redis.call('ZADD', base, 0, gone[1], 0, LONG)
  redis.call('ZREM', base, LONG)
end

function module.set(base, term, value)
  local first = leaf_of(base, term)
  if redis.call('HSET', key_of(base, first), term, value) == 1 and redis.call('HLEN', key_of(base, first)) > LEAF then split(base, first) end
end

function module.delete(base, term)
  local first = leaf_of(base, term)
  redis.call('HDEL', key_of(base, first), term)
  if first ~= '' and redis.call('EXISTS', key_of(base, first)) == 0 then redis.call('ZREM', base, first) end
end
