--[[
state: what one call changes, beside the request that it reads.

request  as the client sent it (src/plan/request.ts)
models   of the request, each with `all`, the node of every id
         of which entities expire also `due`, the ids whose time has come, and `checks`, where these are too many to read
plan     the request's: its nodes have their model now, and remember what they asked
from     where an earlier slice ended
searches of the plan: what rows are ranked by
found    rows so far
spent    steps so far, of about a microsecond; whoever does the work adds it
after    the row { id, keys } behind which the answer begins, for a page that is not the first
tie      what the last row of an order of several fields has in the first of them
needed   rows that are missing to the end of the page
trace    for explain(): how many ids came to a node and how many it kept, by its number
]]
local function open_node(state, node, is_negated)
  state.nodes = state.nodes + 1
  node.n, node.model = state.nodes, state.models[(node.model or 0) + 1]
  -- to be read at all takes time, in a long list of values above all
  local values = node.values or node.ids or node.test and node.test.values
  state.spent = state.spent + 4 + (values and 0.7 * #values or 0)
  if node.op == 'text' and not is_negated then state.searches[#state.searches + 1] = node end
  if node.input then open_node(state, node.input, is_negated or node.op == 'not') end
  if node.inputs then
    for i = 1, #node.inputs do open_node(state, node.inputs[i], is_negated) end
  end
end

function module.open(request)
  local from = request.from or {}
  local state = { request = request, models = request.models, plan = request.plan, from = from, spent = 0, found = 0, nodes = 0, searches = {}, tie = from.tie }
  for _, model in ipairs(state.models) do model.all = { op = 'posting', key = model.ids, model = model } end
  lib.query.lapsed.open(state)
  if state.plan then open_node(state, state.plan) end
  for _, order in ipairs(request.order or {}) do order.model = state.models[(order.model or 0) + 1] end
  state.needed = request.limit and request.offset + request.limit - (from.got or 0)
  if request.after then lib.query.cursor.open(state) end
  state.trace = request.explain and {}
  return state
end
