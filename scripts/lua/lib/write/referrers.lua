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

-- the fields that lead to a model: { state, reference } of each
function module.of(set, state)
  if state.referrers then return state.referrers end
  if not state.known or state.known.referrers == nil then counts.read(state, { 'referrers' }) end
  local list = {}
  for _, name in ipairs(cjson.decode(state.known.referrers or '[]')) do
    local model = server.named(state.model, name)
    local from = model and state_of(set, model)
    for _, reference in ipairs(from and from.model.references or {}) do
      local leads = reference.row == state.model.row and reference.onDelete ~= 'no action'
      if leads then list[#list + 1] = { state = from, reference = reference } end
    end
  end
  state.referrers = list
  return list
end
