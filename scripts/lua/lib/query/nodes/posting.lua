--[[
posting: a posting list (see lib/layout/tree.lua), in the order of the ids.
]]
module.PRICE = 3
local lists = lib.query.lists

local function name_of(node) return string.sub(node.key, #node.model.key + 2) end

-- the size of a tree, or false
local function tree_size(node)
  if node.tree == nil then
    node.tree = tonumber(redis.call('HGET', node.model.counts, name_of(node)) or nil) or false
  end
  return node.tree
end

function module.is_tree(node) return tree_size(node) and true or false end

function module.size(_, node)
  if not node.model.integer then return lib.query.access.byte_order.size(node) end
  return tree_size(node) or redis.call('SCARD', node.key)
end

-- the list of one value
function module.equal(node, value)
  return { op = 'posting', key = node.key .. value, field = node.field, form = node.form, value = value, model = node.model }
end

function module.scan(state, node, at, count)
  if not node.model.integer then return lib.query.access.byte_order.scan(state, node, at, count) end
  local list, following
  if tree_size(node) then list, following = lib.query.access.posting_list.scan_tree(state, node, name_of(node), at, count)
  else list, following = lib.query.access.posting_list.scan_set(state, node, at, count) end
  state.spent = state.spent + 1 + #list
  return list, following
end

-- the position behind an id, or (without one) the start
function module.position(node, _, id)
  if not id then return nil end
  if not node.model.integer then return { member = id } end
  return { id = lib.layout.id.text(tonumber(id) + (node.reverse and -1 or 1)) }
end

function module.keep(state, node, list)
  if node.model.integer and tree_size(node) then
    local kept = lib.query.access.posting_leaves.keep(state, node, name_of(node), list)
    if kept then return kept end
    -- a tree has no cheap probe of a few: the stored value tells as well
    if node.field then return lib.query.nodes.stored.keep(state, node, list) end
    return lib.query.access.posting_tree[node.key == node.model.ids and 'exist' or 'keep'](state, node, name_of(node), list)
  end
  local found = lists.ask(state, node.model.integer and 'SMISMEMBER' or 'ZMSCORE', node.key, list)
  return lists.select(list, function(_, i) return found[i] and found[i] ~= 0 end)
end

-- what `in` compares: the stored values
module.values = lists.values
function module.form(value) return value end
