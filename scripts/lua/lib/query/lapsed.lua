--[[
lapsed: entities whose time has come count as gone before anybody has deleted them.

They leave the ids that a scan gives, so that no probe ever meets them; what the indexes know of sizes is less by those that fit.
]]
local due, lifetimes = lib.layout.due, lib.layout.lifetimes
-- as long as the reaper keeps up there are few; of more each entity is asked
local MANY = 256

local function open(state, model)
  model.now = lifetimes.now()
  local list = due.list(model.expires, model.now, MANY + 1)
  state.spent = state.spent + 3 + #list
  if #list == 0 then return end
  model.lapses, model.checks, model.due = true, #list > MANY, list
  model.gone = {}
  for i = 1, #list do model.gone[list[i]] = true end
end

function module.open(state)
  for _, model in ipairs(state.models) do
    if model.expires then open(state, model) end
  end
end

-- the ids without those whose time has come
function module.without(state, model, list)
  if not model.checks then return lib.query.lists.select(list, function(id) return not model.gone[id] end) end
  state.spent = state.spent + 2 * #list
  return lib.query.lists.select(list, function(id)
    return not due.is_over(redis.call('HGET', model.key .. ':' .. id, lifetimes.NAME), model.now)
  end)
end
