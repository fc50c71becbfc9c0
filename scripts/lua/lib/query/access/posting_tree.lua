--[[
posting_tree: which ids a tree of ids has (see lib/layout/tree.lua), where no stored value tells.
]]
local select, tree = lib.query.lists.select, lib.layout.tree

-- of all ids: an entity is there, or not
function module.exist(state, node, _, list)
  state.spent = state.spent + 2 * #list
  return select(list, function(id) return redis.call('EXISTS', node.model.key .. ':' .. id) == 1 end)
end

-- each is asked of its leaf
function module.keep(state, node, name, list)
  state.spent = state.spent + 4 * #list
  return select(list, function(id)
    return redis.call('SISMEMBER', tree.leaf(node.model, name, tree.leaf_of(node.key, id) or '0'), id) == 1
  end)
end
