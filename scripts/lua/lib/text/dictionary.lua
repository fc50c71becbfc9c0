--[[
dictionary: the terms of a text index, in byte order: a ZSET of the first terms of its leaves, each of which is a HASH of at most 100
terms, compact at any size. The first leaf is that of the empty text.

What a term leads to is its number, and the ids of a rare one (see lib/text/rare.lua). `base` is what its keys begin with.
]]
local LEAF = 100
-- so many beyond the most make no leaf that the server would not keep compact
local FEW = 16
local key_of, leaf_of, spread = lib.text.lookup.key_of, lib.text.lookup.leaf_of, lib.text.leaves.spread

-- terms and what they lead to, as a flat list, come to the leaf of all of them
local function write(base, first, list)
  local key = key_of(base, first)
  if #list > FEW and redis.call('HLEN', key) + #list / 2 > LEAF then return spread(base, first, list) end
  if redis.call('HSET', key, unpack(list)) > 0 and redis.call('HLEN', key) > LEAF then spread(base, first, {}) end
end

function module.set(base, term, value) write(base, leaf_of(base, term), { term, value }) end

-- terms, the leaves that they were looked for in, and what they lead to
function module.set_all(base, sets)
  local by_leaf = {}
  for _, set in ipairs(sets) do lib.write.groups.append(by_leaf, set.leaf or leaf_of(base, set.term), set.term, set.value) end
  for first, list in pairs(by_leaf) do write(base, first, list) end
end

function module.delete(base, term)
  local first = leaf_of(base, term)
  redis.call('HDEL', key_of(base, first), term)
  if first ~= '' and redis.call('EXISTS', key_of(base, first)) == 0 then redis.call('ZREM', base, first) end
end
