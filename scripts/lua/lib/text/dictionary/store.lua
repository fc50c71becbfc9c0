--[[
store: writes a dictionary, the terms of a text index in byte order: a ZSET of the first terms of its leaves, each of which is a HASH of at
most 100 terms, compact at any size. The first leaf is that of the empty text.

What a term leads to is its number, and the ids of a rare one (see lib/text/dictionary/rare.lua). `base` is what its keys begin with.
]]
local LEAF = 100
-- so many beyond the most make no leaf that the server would not keep compact
local FEW = 8
local key_of, leaf_of, spread = lib.text.dictionary.lookup.key_of, lib.text.dictionary.lookup.leaf_of, lib.text.dictionary.leaves.spread

-- terms and what they lead to, as a flat list, come to the leaf of all of them; `news`: how many of them are new
local function write(base, first, list, news)
  local key = key_of(base, first)
  if news > FEW and redis.call('HLEN', key) + news > LEAF then return spread(base, first, list) end
  if redis.call('HSET', key, unpack(list)) > 0 and redis.call('HLEN', key) > LEAF then spread(base, first, {}) end
end

function module.set(base, term, value) write(base, leaf_of(base, term), { term, value }, 1) end

-- lists: terms and what they lead to, by the leaves in which they were looked for; news: how many of each list are new
function module.set_all(base, lists, news)
  for first, list in pairs(lists) do write(base, first, list, news[first] or 0) end
end

function module.delete(base, term)
  local first = leaf_of(base, term)
  redis.call('HDEL', key_of(base, first), term)
  if first ~= '' and redis.call('EXISTS', key_of(base, first)) == 0 then redis.call('ZREM', base, first) end
end
