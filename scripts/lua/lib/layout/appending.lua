--[[
appending: ids that come behind all of a leaf, as those of new entities do (see lib/layout/tree.lua).
]]
local counts, leaves, tree, LEAF = lib.layout.counts, lib.layout.leaves, lib.layout.tree, lib.layout.tree.LEAF

-- a leaf that begins at an id; `last` where it is the newest of all ids
function module.open(state, name, key, start, last)
  redis.call('ZADD', key, start, start)
  leaves.forget(tree.leaf(state.model, name, start))
  if name == 'ids' then counts.set(state, 'last', last) end
end

-- ids beyond all of a leaf: they fill it, the rest begins new ones; `newest`: they are beyond all others as well
function module.append(state, name, key, start, ids, newest)
  local first, left = 1, LEAF - redis.call('SCARD', tree.leaf(state.model, name, start))
  while first <= #ids do
    if left <= 0 then
      start, left = ids[first], LEAF
      module.open(state, name, key, start, newest and start)
    end
    local last = math.min(first + left - 1, #ids)
    redis.call('SADD', tree.leaf(state.model, name, start), unpack(ids, first, last))
    first, left = last + 1, 0
  end
  return #ids
end
