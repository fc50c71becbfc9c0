--[[
ways: how entities are read to which one leads that fits the input of a node. A position says which way, and where on it.
]]
local leading = lib.query.relations.leading

function module.rows(state, node, at, count)
  local list, following = lib.query.node.scan(state, node.model.all, at and at.at, count)
  return lib.query.node.keep(state, node, list), following and { way = 'rows', at = following }
end

local function is_behind(node, id, at)
  if node.reverse then return lib.layout.id.less(node.model.integer, id, at.id) end
  return lib.layout.id.less(node.model.integer, at.id, id)
end

-- those that are known as a whole, by id; where they have become too many meanwhile the rows from there on
function module.ends(state, node, at, count)
  local ends, found = lib.query.relations.all_ends.of(state, node), {}
  if not ends then return module.rows(state, node, at and { at = lib.query.nodes.posting.position(node.model.all, nil, at.id) }, count) end
  local total = #ends.list
  for i = 1, total do
    local id = ends.list[node.reverse and total - i + 1 or i]
    if not at or is_behind(node, id, at) then
      if #found == count then return found, { way = 'ends', id = found[count] } end
      found[#found + 1] = id
    end
  end
  return found, nil
end

local function is_first(state, node, id, leader) return lib.query.relations.first.of(state, node, id, true) == leader end

-- those that have lists of what they lead to
local function several(state, node, at, count)
  local lists = { input = node.input, via = node.from, model = node.model }
  local ids, following = lib.query.relations.by_index.scan(state, lists, at or {}, count, function(list, leader)
    return lib.query.lists.select(list, function(id) return is_first(state, node, id, leader) end)
  end)
  if following then following.way = 'leaders' end
  return ids, following
end

-- an entity comes with the first that leads to it, so that nothing has to be remembered between two slices
function module.leaders(state, node, at, count)
  if node.from then return several(state, node, at, count) end
  local list, following = lib.query.node.scan(state, node.input, at and at.at, count)
  local ends, ids = leading.ends(state, node.input.model, node.field, list), {}
  for i, leader in ipairs(list) do
    local id = ends[i]
    if id and (node.via.op == 'unique' or is_first(state, node, id, leader)) then ids[#ids + 1] = id end
  end
  return leading.existing(state, node.model, ids), following and { way = 'leaders', at = following }
end
