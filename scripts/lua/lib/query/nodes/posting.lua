--[[
posting: a list of ids (see lib/layout/tree.lua), in the order of the ids.
]]
local function name_of(node) return string.sub(node.key, #call.model.key + 2) end

-- the size of a tree, or false; that of ids that are no numbers is none
local function tree_size(node)
  if node.tree == nil then
    node.tree = call.model.integer and tonumber(redis.call('HGET', call.model.key .. '#counts', name_of(node)) or nil) or false
  end
  return node.tree
end

function module.size(node)
  if not call.model.integer then return lib.query.ranked.size(node) end
  return tree_size(node) or redis.call('SCARD', node.key)
end

function module.scan(node, at, count)
  if not call.model.integer then return lib.query.ranked.scan(node, at, count) end
  if tree_size(node) then return lib.query.id_list.scan_tree(node, name_of(node), at, count) end
  return lib.query.id_list.scan_set(node, at, count)
end

function module.keep(node, list)
  if call.model.integer and tree_size(node) then
    -- a tree has no cheap probe: the stored value tells as well
    if node.field then return lib.query.nodes.stored.keep(node, list) end
    return lib.query.node.select(list, function(id) return redis.call('EXISTS', lib.query.node.entity_key(id)) == 1 end)
  end
  local found = lib.query.node.ask(call.model.integer and 'SMISMEMBER' or 'ZMSCORE', node.key, list)
  return lib.query.node.select(list, function(_, i) return found[i] and found[i] ~= 0 end)
end
