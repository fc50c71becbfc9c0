--[[
parts: of what the answer of query.lua is made, and where the next slice goes on.
]]
local function continuation(state, strategy, at, more)
  if not at then return false end
  more.at, more.strategy, more.text = at, strategy.name, lib.query.sorting.ranking.handed_on(state)
  more.memo = state.stopped and state.memo
  more.turn, more.stood, more.bound = strategy.turn, state.stood, state.bound
  return cjson.encode(more)
end

local function count(state, strategy)
  local total, at = lib.query.execution.count.run(state, strategy)
  return { {}, continuation(state, strategy, at, {}), total, false, lib.query.answer.trace.of(state, strategy) }, 0
end

-- ids and, where they are asked for, what these are sorted by
local function cut(state, found, first, last, keyed)
  local list, keys = {}, keyed and {}
  for i = first, math.min(last, #found) do
    list[#list + 1] = found[i][1]
    if keys then keys[#keys + 1] = lib.query.sorting.keys.texts(state, found[i][2]) end
  end
  return list, keys
end

local function sorted(state, strategy)
  local request, by_score, by_number = state.request, lib.query.sorting.by_score, lib.query.sorting.by_number
  local last = request.limit and request.offset + request.limit or math.huge
  local gather = by_score.is_asked(state) and by_score or by_number.is_asked(state, strategy) and by_number or lib.query.sorting.by_keys
  local found, at, total = gather.run(state, strategy, last)
  if strategy.turned then return sorted(state, lib.query.planning.planner.turned(state)) end
  local whole = not at and not state.from.at and not state.stood and not request.part
  local list, keys = (gather.cut or cut)(state, found, whole and request.offset + 1 or 1, last, not whole or request.keys)
  local got = (state.from.got or 0) + total
  local following = continuation(state, strategy, at, { tie = state.tie, got = got })
  local rows, size = lib.query.rows.read(state, list, keys)
  return { rows, following, got, keys or false, lib.query.answer.trace.of(state, strategy), whole }, size
end

local function page(state, strategy)
  local found, skipped, at = lib.query.execution.collect_page.run(state, strategy)
  if strategy.turned then return sorted(state, lib.query.planning.planner.turned(state)) end
  local keys = state.request.keys and lib.query.sorting.keys.shown(state, found)
  local rows, size = lib.query.rows.read(state, found, keys)
  return { rows, continuation(state, strategy, at, {}), skipped, keys or false, lib.query.answer.trace.of(state, strategy), true }, size
end

-- rows, continuation, count, keys, trace, and whether the rows are in their final order; how long they are
function module.of(state)
  local strategy = lib.query.planning.planner.choose(state)
  local answer = state.request.mode ~= 'rows' and count or strategy.sorted and sorted or page
  return answer(state, strategy)
end
