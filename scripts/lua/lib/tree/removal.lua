--[[
removal: nodes go, when somebody says so or when their time is over; whoever touches a tree next removes the latter.
]]
local nodes, expiry = lib.tree.nodes, lib.tree.expiry

-- forget when nodes below a path go away: by these nodes or by all that go away, whichever are fewer
local function forget_below(tree, path)
  local all, min, max = redis.call('ZCARD', tree.expiries), nodes.below(path)
  if all == 0 then return end
  if redis.call('ZLEXCOUNT', tree.nodes, min, max) < all then
    for _, member in ipairs(redis.call('ZRANGEBYLEX', tree.nodes, min, max)) do
      redis.call('ZREM', tree.expiries, nodes.path_of(member))
    end
    return
  end
  for _, other in ipairs(redis.call('ZRANGE', tree.expiries, 0, -1)) do
    if string.sub(other, 1, #path + 1) == path .. '.' then redis.call('ZREM', tree.expiries, other) end
  end
end

function module.delete_below(tree, path)
  forget_below(tree, path)
  redis.call('ZREMRANGEBYLEX', tree.nodes, nodes.below(path))
end

-- the node and all below it
function module.delete(tree, path)
  local own = nodes.own(tree, path)
  if not own then return end
  redis.call('ZREM', tree.nodes, path .. '=' .. own)
  redis.call('ZREM', tree.expiries, path)
  if own == '{' then module.delete_below(tree, path) end
end

-- a tree as it is now
function module.open(key, expiries)
  local tree = { nodes = key, expiries = expiries }
  for _, path in ipairs(expiry.due(tree)) do
    redis.call('ZREM', expiries, path)
    module.delete(tree, path)
  end
  return tree
end
