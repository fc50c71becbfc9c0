--[[
tree: where a list of ids is kept, compact at any size.

Of whole numbers: a SET while there are at most 508; beyond, a B+ tree of one level: the key becomes a ZSET of the leaves,
member and score being the smallest id a leaf may hold, and each leaf is a SET of at most 508: an array that fills a block of
1, 2 or 4 KB, as its greatest id needs 2, 4 or 8 bytes, where three more take a quarter more. One that had 513 once stays a hash
table for ever. The model's `#counts` has the size of each tree, and of no other list. Of other ids: a ZSET, all of score 0.
]]
module.LEAF = 508
-- a number among the arguments of a command is written with all digits that it may have, which takes as long as the command
local FIRST, ONE = '0', '1'

function module.leaf(model, name, start) return model.key .. '#' .. start .. '/' .. name end

-- the leaf that holds an id, or would
function module.leaf_of(key, id) return redis.call('ZREVRANGEBYSCORE', key, id, '-inf', 'LIMIT', FIRST, ONE)[1] end

function module.newest_leaf(key) return redis.call('ZREVRANGE', key, FIRST, FIRST)[1] end
