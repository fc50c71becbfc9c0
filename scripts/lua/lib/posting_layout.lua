--[[
posting_layout: where a list of ids is kept, compact at any size.

Of whole numbers: a SET while there are at most 512; beyond, a B+ tree of one level: the key becomes a ZSET of the leaves,
member and score being the smallest id a leaf may hold, and each leaf is a SET of at most 512, which the server keeps as
an array. The count of a tree stands in the model's `#counts`. Of other ids: a ZSET, all of score 0.
]]
local posting = { LEAF = 512 }

function posting.key(model, name) return model.key .. '#' .. name end
function posting.leaf(model, name, start) return model.key .. '#' .. start .. '/' .. name end

-- the leaf that holds an id, or would
function posting.leaf_of(key, id) return redis.call('ZREVRANGEBYSCORE', key, id, '-inf', 'LIMIT', 0, 1)[1] end
