--[[
back: entities to which one leads that fits the input, by a field there or, where `from` names its lists, by one of several here and there.

Where few fit, all that they lead to is known at once. Else an entity is asked by what leads to it (lib/query/relations/first.lua), and what
is read are the entities that fit, or the rows, whichever are fewer. A position says which.
]]
local all_ends, led = lib.query.relations.all_ends, lib.query.relations.led
local function size_of(state, node) return lib.query.node.size(state, node) end

function module.size(state, node)
  if node.ends then return #node.ends.list end
  return math.min(led.count(state, node), size_of(state, node.model.all))
end

-- steps to ask for one entity
local function asking(state, node)
  local all, fitting = size_of(state, node.input.model.all), size_of(state, node.input)
  return 8 + math.min(led.each(state, node), all / math.max(1, fitting)) * (1 + lib.query.node.price(state, node.input))
end

function module.price(state, node)
  if all_ends.are_few(state, node) then return 1 end
  return asking(state, node)
end

function module.reading(state, node)
  if all_ends.are_few(state, node) then return all_ends.price(state, node) end
  return module.size(state, node) * (4 + asking(state, node))
end

function module.comes_by_id(state, node) return all_ends.of(state, node) and true or false end

function module.keep(state, node, list)
  node.asked = (node.asked or 0) + #list
  local pays = node.ends or all_ends.price(state, node) <= node.asked * asking(state, node)
  local ends = pays and all_ends.of(state, node)
  state.spent = state.spent + #list / 8
  node.way = node.way or ends and 'ends' or 'asked'
  if ends then return lib.query.lists.select(list, function(id) return ends.has[id] end) end
  return lib.query.lists.select(list, function(id) return lib.query.relations.first.of(state, node, id, false) end)
end

function module.scan(state, node, at, count)
  local way = at and at.way
  if not way and all_ends.of(state, node) then way = 'ends' end
  if not way then way = led.count(state, node) <= size_of(state, node.model.all) and 'leaders' or 'rows' end
  node.way = way
  return lib.query.relations.ways[way](state, node, at, count)
end
