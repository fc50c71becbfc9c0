--[[
led: what entities lead to, by a field that each has, or (`from`) by a list of ids for each.
]]
-- so many lists are looked at to know how long they are; where none can be, they are taken to be so long
local FEW, USUAL = 16, 8
local leading = lib.query.relations.leading
local function list_of(node, id) return leading.to(node.from, node.model, id) end

local function average(state, node)
  if node.input.asks then return USUAL end
  local total, ids = 0, lib.query.node.scan(state, node.input, nil, FEW)
  for i = 1, #ids do total = total + lib.query.node.size(state, list_of(node, ids[i])) end
  return total / math.max(1, #ids)
end

-- how often what fits the input of a node leads to an entity
function module.count(state, node)
  if not node.led then node.led = lib.query.node.size(state, node.input) * (node.from and average(state, node) or 1) end
  return node.led
end

-- how many lead to an entity, those that do not fit as well
function module.each(state, node)
  if node.from then return USUAL end
  return lib.query.node.size(state, node.input.model.all) / math.max(1, lib.query.node.size(state, node.model.all))
end

-- what the entities of a list lead to, false for nothing, and whether that is all: it stops where so much is spent
function module.by(state, node, list, stop)
  if not node.from then return leading.ends(state, node.input.model, node.field, list), true end
  local found = {}
  for _, leader in ipairs(list) do
    local ids, at
    repeat
      ids, at = lib.query.node.scan(state, list_of(node, leader), at, 256)
      for i = 1, #ids do found[#found + 1] = ids[i] end
      if state.spent > stop then return found, false end
    until not at
  end
  return found, true
end
