--[[
clause: one clause of a join under the bindings made so far.
]]
local orders = lib.graph.orders

-- what is known of its triples; false where nothing is
function module.pattern(state, terms)
  local pattern = {}
  for i, term in ipairs(terms) do
    pattern[i] = term.node or (term.variable and state.bindings[term.variable]) or false
  end
  return pattern
end

-- bind its variables to a triple; the newly bound ones, or false when the triple does not fit
function module.bind(state, terms, order, member)
  local triple, bound = orders.triple(order, member), {}
  for i, term in ipairs(terms) do
    local variable = term.variable
    if variable and not state.bindings[variable] then
      state.bindings[variable], bound[#bound + 1] = triple[i], variable
    elseif variable and state.bindings[variable] ~= triple[i] then
      for _, each in ipairs(bound) do state.bindings[each] = nil end
      return false
    end
  end
  return bound
end

local function count(state, terms)
  state.left = state.left - 1
  local order, min, max, member = orders.range(module.pattern(state, terms))
  if member then return redis.call('ZSCORE', state.keys[order], member) and 1 or 0 end
  return redis.call('ZLEXCOUNT', state.keys[order], min, max)
end

-- the number of the clause with the fewest triples among those that are left
function module.fewest(state)
  local left = {}
  for i = 1, #state.clauses do
    if not state.used[i] then left[#left + 1] = i end
  end
  if #left == 1 then return left[1] end
  local best, least
  for _, i in ipairs(left) do
    local size = count(state, state.clauses[i])
    if not least or size < least then best, least = i, size end
    if least == 0 then break end
  end
  return best
end
