--[[
tree: where a list of ids is kept, compact at any size.

Of whole numbers: a SET while there are at most 511; beyond, a B+ tree of one level: the key becomes a ZSET of the leaves,
member and score being the smallest id a leaf may hold, and each leaf is a SET of at most 511. One more makes it
split, the last that the server keeps in an array: a set that once had 513 stays a hash table for ever. The model's `#counts`
has the size of each tree, and of no other list. Of other ids: a ZSET, all of score 0.
]]
module.LEAF = 511
-- a number among the arguments of a command is written with all digits that it may have, which takes as long as the command
local FIRST, ONE = '0', '1'

function module.leaf(model, name, start) return model.key .. '#' .. start .. '/' .. name end

-- the leaf that holds an id, or would
function module.leaf_of(key, id) return redis.call('ZREVRANGEBYSCORE', key, id, '-inf', 'LIMIT', FIRST, ONE)[1] end

function module.newest_leaf(key) return redis.call('ZREVRANGE', key, FIRST, FIRST)[1] end
