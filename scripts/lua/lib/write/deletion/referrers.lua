--[[
referrers: which entities lead to one that is deleted, whichever program declared their models.

`referrers` in a model's #counts lists the models that have a field which leads to it (lib/schema/announcement.lua).
]]
local counts, server = lib.layout.counts, lib.schema.server

local function state_of(set, model)
  for _, state in ipairs(set.states) do
    if state.model.key == model.key then return state end
  end
  local state = lib.write.state.new(model)
  -- it is read as the server has it
  state.named = true
  set.states[#set.states + 1] = state
  return state
end

-- the state of a model of the same namespace; nil where none is known
function module.state_named(set, state, name)
  for _, known in ipairs(set.states) do
    if known.model.model == name and known.model.models == state.model.models then return known end
  end
  local model = server.named(state.model, name)
  return model and state_of(set, model)
end

-- what cannot be read may have been anything: nothing is deleted then. Maintenance goes on without it
local function refuse(set, name)
  if set.refuse then set:refuse('ILLEGIBLE_SCHEMA', 0, name) end
end

-- the models that have something which leads to one, or is led to
function module.states(set, state)
  if not state.known or state.known.referrers == nil then counts.read(state, { 'referrers' }) end
  local list, names = {}, lib.schema.announcement.read(state.known.referrers)
  if not names then refuse(set, state.model.model) end
  for _, name in ipairs(names or {}) do
    local from = module.state_named(set, state, name)
    if from == false then refuse(set, name) end
    list[#list + 1] = from or nil
  end
  return list
end

-- the fields that lead to a model: { state, reference } of each
function module.of(set, state)
  if state.referrers then return state.referrers end
  local list = {}
  for _, from in ipairs(module.states(set, state)) do
    for _, reference in ipairs(from.model.references or {}) do
      local leads = reference.row == state.model.row and reference.onDelete ~= 'no action'
      if leads then list[#list + 1] = { state = from, reference = reference } end
    end
  end
  state.referrers = list
  return list
end
