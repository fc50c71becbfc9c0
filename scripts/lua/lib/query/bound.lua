--[[
bound: nodes whose value is that of a field of a stored entity (src/query/compile/bound.ts). It is read as a request is opened, and goes along
from slice to slice, so that all of them ask for the same.
]]
-- what stands in a plan for the value
local UNREAD = '\238\128\128value\238\128\128'

local function read(bind)
  local due, lifetimes = lib.layout.due, lib.layout.lifetimes
  if bind.expires and due.is_over(redis.call('HGET', bind.key, lifetimes.NAME), lifetimes.now()) then return false end
  local stored = redis.call('HGET', bind.key, bind.field)
  -- a row that was stored before the field has its default
  if not stored and bind.absent and redis.call('EXISTS', bind.key) == 1 then stored = bind.absent end
  return stored and (bind.form and lib.layout.index_form.of(bind.form, stored) or stored)
end

-- a text of a plan with the value in its place
local function with(text, value)
  local first, last = string.find(text, UNREAD, 1, true)
  if not first then return text end
  return string.sub(text, 1, first - 1) .. value .. string.sub(text, last + 1)
end

local function fill(node, bind, value)
  local shown = node.op == 'lexical' and lib.layout.lexical.escape(value) or value
  for _, name in ipairs({ 'min', 'max' }) do node[name] = node[name] and with(node[name], shown) end
  node.value = node.value and value
  if node.values then node.values = { value } end
  if node.ids then node.ids = { value } end
  if node.op ~= 'posting' then return end
  node.key = #value > bind.longest and bind.digested .. redis.sha1hex(value) or with(node.key, value)
end

-- `name` tells the node among those of the request; without a value it has no entity
function module.put(state, node, name)
  local bind, known = node.bind, state.bound or {}
  if known[name] == nil then known[name] = read(bind) or false end
  state.bound, node.bind = known, nil
  state.spent = state.spent + 2
  if known[name] then return fill(node, bind, known[name]) end
  node.op, node.ids, node.inputs = 'ids', {}, nil
end
