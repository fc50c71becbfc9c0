--[[
all_ends: what the entities that fit the input of a node lead to, as a whole, where they are few.
]]
-- steps that it may take, and by how much they may be more than was thought
local MOST, TIMES, PART = 1000, 3, 256

-- steps that it takes
function module.price(state, node)
  return 4 * lib.query.relations.led.count(state, node) + lib.query.node.size(state, node.input) * lib.query.node.price(state, node.input)
end

local function allowed(state) return math.min(MOST, state.request.budget / 3) end
function module.are_few(state, node) return not node.input.asks and module.price(state, node) <= allowed(state) end

-- the ids that are led to, each once; nothing where there are too many
local function collect(state, node)
  local ids, seen, at, stop = {}, {}, nil, state.spent + TIMES * allowed(state)
  repeat
    local list
    list, at = lib.query.node.scan(state, node.input, at, PART)
    local led, is_whole = lib.query.relations.led.by(state, node, list, stop)
    for _, id in ipairs(led) do
      if id and not seen[id] then ids[#ids + 1], seen[id] = id, true end
    end
    if not is_whole or at and state.spent > stop then return nil end
  until not at
  return ids
end

local function sort(state, node, ids)
  local less, integer = lib.layout.id.less, node.model.integer
  table.sort(ids, function(a, b) return less(integer, a, b) end)
  return ids
end

-- { list, in their order; has, by id }, false where they are not few; asked for once
function module.of(state, node)
  if node.ends ~= nil then return node.ends end
  local ids = module.are_few(state, node) and collect(state, node)
  node.ends = false
  if not ids then return false end
  local list, has = sort(state, node, lib.query.relations.leading.existing(state, node.model, ids)), {}
  for i = 1, #list do has[list[i]] = true end
  node.ends = { list = list, has = has }
  return node.ends
end
