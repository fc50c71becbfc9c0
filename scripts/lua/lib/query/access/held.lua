--[[
held: how the ids are read that a set or a list of the caller's holds (see lib/query/nodes/members.lua).
]]
local node_of, less = lib.query.node, lib.layout.id.less

-- those that may be ids, each once, and by id whether they are there; 01 is not the entity 1, in whose place it would stand
function module.ids(model, given)
  local ids, has = {}, {}
  for i = 1, #given do
    local id = given[i]
    if not has[id] and (not model.integer or id == '0' or string.find(id, '^[1-9]%d*$')) then ids[#ids + 1], has[id] = id, true end
  end
  return ids, has
end

local function in_order(model, ids)
  if not model.integer then
    table.sort(ids, lib.layout.bytes.less)
    return ids
  end
  local numbers = {}
  for i = 1, #ids do numbers[i] = tonumber(ids[i]) end
  return lib.query.numbers.sorted(model, ids, numbers)
end

local function is_behind(node, id, at)
  if not at or not at.id then return true end
  if node.reverse then return less(node.model.integer, id, at.id) end
  return less(node.model.integer, at.id, id)
end

-- in the order of the ids, as far as they are behind the position
function module.sorted(state, node, at, count, read)
  node.sorted = node.sorted or in_order(node.model, read(state, node))
  local found, total = {}, #node.sorted
  for i = 1, total do
    local id = node.sorted[node.reverse and total - i + 1 or i]
    if is_behind(node, id, at) then
      if #found == count then return node_of.keep(state, node.model.all, found), { way = 'sorted', id = found[count] } end
      found[#found + 1] = id
    end
  end
  return node_of.keep(state, node.model.all, found), nil
end

-- all entities, each of which is asked; from an id on where the others were sorted
function module.rows(state, node, at, count)
  local all = node.model.all
  local from = at and (at.id and lib.query.nodes.posting.position(all, nil, at.id) or at.at)
  local list, following = node_of.scan(state, all, from, count)
  return node_of.keep(state, node, list), following and { way = 'rows', at = following }
end

-- in the order of the server's own
function module.cursor(state, node, at, count)
  local cursor, given = unpack(redis.call('SSCAN', node.key, at and at.cursor or '0', 'COUNT', count))
  state.spent = state.spent + 1 + #given
  local list = node_of.keep(state, node.model.all, (module.ids(node.model, given)))
  return list, cursor ~= '0' and { way = 'cursor', cursor = cursor } or nil
end
