--[[
forth: entities whose field leads to one that fits the input.

Read by the index of the field (lib/query/relations/by_index.lua), or row by row, whichever is less work; a position says which.
]]
module.PRICE = 6
-- so few ends are looked at to know a size
local FEW = 16
local leading = lib.query.relations.leading

local function exact_size(state, node)
  local total, ids = 0, lib.query.node.scan(state, node.input, nil, FEW)
  for i = 1, #ids do total = total + lib.query.node.size(state, leading.to(node.via, node.model, ids[i])) end
  return total
end

-- of few ends what leads there; of many their share of all ends
function module.size(state, node)
  local size = lib.query.node.size
  local ends, rows = size(state, node.input), size(state, node.model.all)
  if ends <= FEW and not node.input.asks then return math.min(rows, exact_size(state, node)) end
  return math.min(rows, math.ceil(rows * ends / math.max(1, size(state, node.input.model.all))))
end

-- by the index
function module.reading(state, node) return lib.query.node.size(state, node) + 4 * lib.query.node.size(state, node.input) end

function module.keep(state, node, list)
  node.way = node.way or 'asked'
  local ends, new = leading.ends(state, node.model, node.field, list), {}
  node.fits = node.fits or {}
  for i = 1, #list do
    local id = ends[i]
    if id and node.fits[id] == nil then node.fits[id], new[#new + 1] = false, id end
  end
  local found = lib.query.node.keep(state, node.input, leading.existing(state, node.input.model, new))
  for i = 1, #found do node.fits[found[i]] = true end
  return lib.query.lists.select(list, function(_, i) return ends[i] and node.fits[ends[i]] end)
end

local function by_rows(state, node, at, count)
  local list, following = lib.query.node.scan(state, node.model.all, at.at, count)
  return lib.query.node.keep(state, node, list), following and { way = 'rows', at = following }
end

function module.scan(state, node, at, count)
  if not at then
    local rows = lib.query.node.size(state, node.model.all) * (1 + lib.query.node.price(state, node))
    at = { way = module.reading(state, node) <= rows and 'index' or 'rows' }
  end
  node.way = at.way
  if at.way == 'rows' then return by_rows(state, node, at, count) end
  return lib.query.relations.by_index.scan(state, node, at, count)
end
