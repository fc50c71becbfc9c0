--[[
id_range: ids between min and max, in their order; the bounds are those of ZCOUNT for whole numbers, of ZLEXCOUNT for others.
]]
module.PRICE = 1

local function is_open(bound) return string.sub(bound, 1, 1) == '(' end
local function number_in(bound) return tonumber(is_open(bound) and string.sub(bound, 2) or bound) end

-- the first and the last whole number that may be there
local function ends(node)
  if not node.first then
    node.first = node.min and math.max(0, number_in(node.min) + (is_open(node.min) and 1 or 0)) or 0
    node.last = node.max and number_in(node.max) - (is_open(node.max) and 1 or 0) or 2 ^ 53 - 1
  end
  return node.first, node.last
end

-- of a tree, about as many as there are in as many leaves
function module.size(state, node)
  if not node.model.integer then return lib.query.access.byte_order.size(node) end
  local first, last = ends(node)
  local total = lib.query.node.size(state, node.model.all)
  if last < first or not node.model.all.tree then return last < first and 0 or total end
  local leaves = redis.call('ZCARD', node.key)
  local between = redis.call('ZCOUNT', node.key, first, last) + 1
  return math.min(total, math.ceil(total * between / leaves))
end

local function scan_numbers(state, node, at, count)
  local first, last = ends(node)
  if last < first then return {}, nil end
  node.list = node.list or { op = 'posting', key = node.key, model = node.model, reverse = node.reverse }
  local from = at or { id = lib.layout.id.text(node.reverse and last or first) }
  local list, following = lib.query.node.scan(state, node.list, from, count)
  local final = tonumber(list[#list])
  if not final or final >= first and final <= last then return list, following end
  return module.keep(state, node, list), nil
end

function module.scan(state, node, at, count)
  if node.model.integer then return scan_numbers(state, node, at, count) end
  return lib.query.access.byte_order.scan(state, node, at, count)
end

-- who asks has ids of entities: their place is all there is to see
function module.keep(state, node, list)
  state.spent = state.spent + #list
  if not node.model.integer then return lib.query.lists.select(list, lib.query.access.bounds.of_members(node)) end
  local first, last = ends(node)
  return lib.query.lists.select(list, function(id)
    local number = tonumber(id)
    return number >= first and number <= last
  end)
end
