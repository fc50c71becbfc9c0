--[[
first: of the entities that lead to one the first that fits the input of a node, or any.

There may be many, so that this takes several calls. Where a call ends in the middle it says so (state.stopped): its last step is taken
again by the next one, which goes on with what is known by then (state.memo): of the ids of that step, by the numbers of the nodes.
]]
local PART = 64

local function memo_of(state, node, in_order)
  local name = node.n .. (in_order and ':first' or ':any')
  state.memo = state.memo or {}
  state.memo[name] = state.memo[name] or { done = {} }
  return state.memo[name]
end

-- what was asked within a part is not asked again
local function forget_within(state, node)
  for n = node.n + 1, node.last do state.memo[n .. ':first'], state.memo[n .. ':any'] = nil, nil end
end

local function stop(state, memo, id, at)
  state.stopped, memo.id, memo.at = true, id, at and lib.query.access.scored.pin(at)
  return false
end

-- its id, or false; the first one by id where that is asked for
function module.of(state, node, id, in_order)
  local memo = memo_of(state, node, in_order)
  if memo.done[id] ~= nil then return memo.done[id] end
  local at = memo.id == id and memo.at or nil
  local both = { inputs = { lib.query.relations.leading.to(node.via, node.input.model, id), node.input }, sorted = in_order }
  repeat
    -- what is asked behind the stop finds nothing, and leaves the memo alone; each call gets on by a part at least
    if state.stopped then return false end
    if state.moved and lib.query.clock.is_over(state, state.request.budget) then return stop(state, memo, id, at) end
    local list, following = lib.query.nodes['and'].scan(state, both, at, PART)
    if state.stopped then return stop(state, memo, id, at) end
    forget_within(state, node)
    state.moved, at = true, following
    memo.done[id] = list[1]
  until list[1] or not at
  memo.done[id] = memo.done[id] or false
  return memo.done[id]
end
