--[[
removal: nodes go, when somebody says so or when their time is over; whoever touches a tree next removes the latter.
]]
local nodes, expiry = lib.tree.nodes, lib.tree.expiry

function module.delete_below(tree, path)
  expiry.forget_below(tree, path)
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
