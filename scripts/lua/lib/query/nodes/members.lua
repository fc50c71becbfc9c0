--[[
members: entities whose ids a set or (`list`) a list of the caller's holds as text.

As many as a call can read at once come in the order of their ids. Of more, all entities are asked, or a much smaller set is read as
SSCAN gives it. A position says which: behind an id, or at a cursor.
]]
module.PRICE = 2
-- ids that are sorted in a call, by whether they are whole numbers; elements of a list that a call reads; how much smaller a set must be
local FEW, LONGEST, SMALLER = { [true] = 2000, [false] = 500 }, 10000, 4
local lists = lib.query.lists

local function length(node)
  if not node.length then node.length = redis.call(node.list and 'LLEN' or 'SCARD', node.key) end
  return node.length
end

local function is_few(node) return length(node) <= FEW[node.model.integer] end

-- the ids, each once
local function read(state, node)
  if not node.ids then
    local too_long = node.list and length(node) > LONGEST
    if too_long then state.refusal = redis.error_reply('LONG_LIST ' .. cjson.encode({ node.key, length(node), LONGEST })) end
    local given = too_long and {} or node.list and redis.call('LRANGE', node.key, 0, -1) or redis.call('SMEMBERS', node.key)
    node.ids, node.has = lib.query.access.held.ids(node.model, given)
    state.spent = state.spent + 1 + #given / 4
  end
  return node.ids, node.has
end

-- a list is not a driver where it is long, and a set one that is read
function module.size(state, node)
  if node.list and not is_few(node) then return lib.query.node.size(state, node.model.all) end
  return length(node)
end

function module.comes_by_id(_, node) return is_few(node) end

function module.keep(state, node, list)
  if node.list then
    local _, has = read(state, node)
    return lists.select(list, function(id) return has[id] end)
  end
  local found = lists.ask(state, 'SMISMEMBER', node.key, list)
  return lists.select(list, function(_, i) return found[i] == 1 end)
end

local function way_of(state, node, at)
  -- what has become too much meanwhile is asked of the entities from there on
  if is_few(node) and not (at and at.way ~= 'sorted') then return 'sorted' end
  if at then return at.way == 'sorted' and 'rows' or at.way end
  if node.list or length(node) * SMALLER > lib.query.node.size(state, node.model.all) then return 'rows' end
  return 'cursor'
end

function module.scan(state, node, at, count)
  node.way = way_of(state, node, at)
  return lib.query.access.held[node.way](state, node, at, count, read)
end
