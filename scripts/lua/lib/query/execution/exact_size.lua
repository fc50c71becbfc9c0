--[[
exact_size: how many ids a request has, as far as the indexes know it without reading them.
]]
-- kinds whose size is that of what is indexed
local EXACT = { posting = true, range = true, lexical = true }

local function is_exact(node) return EXACT[node.op] and not node.under end

-- of several conditions that must hold, the size of the only one that not all entities fit; nil where there are more
function module.of_only(state)
  local plan, model, only = state.plan, state.models[1], nil
  if state.request.mode ~= 'count' or state.from.at or model.lapses or not plan or plan.op ~= 'and' then return nil end
  local size = lib.query.node.size
  for _, input in ipairs(plan.inputs) do
    if not is_exact(input) then return nil end
    if size(state, input) < size(state, model.all) then
      if only then return nil end
      only = input
    end
  end
  return size(state, only or model.all)
end

-- false where so many have expired that to take them off would be too much for one call
function module.of(state)
  local model, node = state.models[1], state.plan or state.models[1].all
  local total = lib.query.node.size(state, node)
  if not model.lapses then return total end
  return not model.checks and total - #lib.query.node.keep(state, node, model.due)
end
