--[[
join: index nested loops over clauses. At every step the clause with the fewest triples under the bindings made so far comes
next (lib.graph.clause). A slice leaves a trail of clauses and members, the last of which is done and the others are not.
]]
local orders, clause = lib.graph.orders, lib.graph.clause
local CHUNK = 100

-- true: stop
local function emit(state)
  if state.skip > 0 then
    state.skip, state.skipped = state.skip - 1, state.skipped + 1
    return
  end
  state.rows = state.rows + 1
  for i = 1, state.variables do state.nodes[#state.nodes + 1] = state.bindings[i] end
  return state.rows >= state.wanted
end

local descend
-- one triple of a clause, and all that follows from it
local function enter(state, depth, terms, order, member)
  state.left = state.left - 1
  local bound = clause.bind(state, terms, order, member)
  local stopped = bound and descend(state, depth + 1)
  for _, variable in ipairs(bound or {}) do state.bindings[variable] = nil end
  -- only the first way down follows the trail of the slice before
  state.resume = {}
  return stopped or state.left <= 0
end

local function visit(state, depth, chosen, from)
  local terms = state.clauses[chosen]
  local order, min, max, whole = orders.range(clause.pattern(state, terms))
  if from then min = (state.resume[depth + 1] and '[' or '(') .. from end
  while true do
    local members = orders.members(state.keys[order], min, max, not from and whole, CHUNK)
    for _, member in ipairs(members) do
      -- the triple that the trail stands on is gone: what follows begins anew
      if member ~= from then state.resume = {} end
      if enter(state, depth, terms, order, member) then
        state.trail[2 * depth - 1], state.trail[2 * depth] = tostring(chosen), member
        return true
      end
    end
    if #members < CHUNK then return false end
    min = '(' .. members[CHUNK]
  end
end

function descend(state, depth)
  if depth > #state.clauses then return emit(state) end
  local frame = state.resume[depth]
  local chosen = frame and frame.clause or clause.fewest(state)
  state.used[chosen] = true
  local stopped = visit(state, depth, chosen, frame and frame.member)
  state.used[chosen] = nil
  return stopped
end

function module.run(state) descend(state, 1) end
