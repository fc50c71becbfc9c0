--[[
state: what one call changes, beside the request that it reads.

request  as the client sent it (src/plan/request.ts)
models   of the request, each with `all`, the node of every id
         of which entities expire also `due`, the ids whose time has come, and `checks`, where these are too many to read
plan     the request's: its nodes have their model now, and remember what they asked
from     where an earlier slice ended
texts    the searches of the plan; searches: those by which rows are ranked
refusal  what ends the call: an error of the server's form
stopped  a call of its budget ended within a step, which the next one takes again with the memo (relations/first.lua)
found    rows so far
spent    steps so far, of about a microsecond; whoever does the work adds it
owed     those that are done when all is found, as what writes the answer
began    when the clock was looked at first; measured: the steps by then; looked: and by the last look; gone: microseconds of the call by
         then; over: whether these were too many (lib/query/clock.lua)
after    the row { id, keys } behind which the answer begins, for a page that is not the first
tie      what the last row of an order of several fields has in the first of them
needed   rows that are missing to the end of the page
trace    for explain(): how many ids came to a node and how many it kept, by its number; commands: how often each was run
]]
-- a rank comes of the searches that rows themselves must fit
local UNRANKED = { ['not'] = true, forth = true, back = true }

local function open_node(state, node, is_ranked, negated)
  state.nodes = state.nodes + 1
  node.n, node.model = state.nodes, state.models[(node.model or 0) + 1]
  local bound = node.bind and node or node.test and node.test.bind and node.test
  if bound then lib.query.bound.put(state, bound, tostring(node.n)) end
  -- to be read at all takes time, in a long list of values above all
  local values = node.values or node.ids or node.test and node.test.values
  state.spent = state.spent + 4 + (values and 0.7 * #values or 0)
  if node.op == 'text' then
    node.negated = negated
    state.texts[#state.texts + 1] = node
    if is_ranked then state.searches[#state.searches + 1] = node end
  end
  local asks = node.op == 'back'
  for _, input in ipairs(node.inputs or { node.input }) do
    open_node(state, input, is_ranked and not UNRANKED[node.op], negated ~= (node.op == 'not'))
    asks = asks or input.asks
  end
  node.last, node.asks = state.nodes, asks
end

function module.open(request)
  local from = request.from or {}
  local state = { request = request, models = request.models, plan = request.plan, from = from, spent = 0, owed = 0, found = 0, nodes = 0, searches = {}, texts = {}, memo = from.memo, tie = from.tie, bound = from.bound }
  lib.query.commands.open(state)
  for _, model in ipairs(state.models) do model.all = { op = 'posting', key = model.ids, model = model } end
  lib.query.lapsed.open(state)
  if state.plan then open_node(state, state.plan, true, false) end
  for _, order in ipairs(request.order or {}) do order.model = state.models[(order.model or 0) + 1] end
  state.needed = request.limit and request.offset + request.limit - (from.got or 0)
  if request.after then lib.query.sorting.cursor.open(state) end
  state.trace = request.explain and {}
  return state
end
