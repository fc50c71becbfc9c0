--[[
answer: what the caller of query.lua gets, and where the next slice goes on.
]]
local function continuation(state, strategy, at, more)
  if not at then return false end
  more.at, more.strategy, more.text = at, strategy.name, lib.query.ranking.handed_on(state)
  return cjson.encode(more)
end

local function count(state, strategy)
  local total, at = lib.query.collect.count(state, strategy)
  return { {}, continuation(state, strategy, at, {}), total, false, lib.query.trace.of(state, strategy) }, 0
end

local function keys_of(state, found)
  local keys = lib.query.sort_keys.of(state, found)
  for i = 1, #keys do lib.query.sort_keys.texts(state, keys[i]) end
  return keys
end

local function page(state, strategy)
  local found, skipped, at = lib.query.collect_page.run(state, strategy)
  local keys = state.request.keys and keys_of(state, found)
  local rows, size = lib.query.rows.read(state, found, keys)
  return { rows, continuation(state, strategy, at, {}), skipped, keys or false, lib.query.trace.of(state, strategy), true }, size
end

local function cut(state, found, first, last)
  local list, keys = {}, {}
  for i = first, math.min(last, #found) do
    list[#list + 1], keys[#keys + 1] = found[i][1], lib.query.sort_keys.texts(state, found[i][2])
  end
  return list, keys
end

local function sorted(state, strategy)
  local found, at = lib.query.collect_sorted.run(state, strategy)
  local request, whole = state.request, not at and not state.from.at and not state.request.part
  -- who asks for all rows sorts them once, behind the last slice
  if whole or request.limit then table.sort(found, lib.query.sorting.comparator(state)) end
  local last = request.limit and request.offset + request.limit or #found
  local list, keys = cut(state, found, whole and request.offset + 1 or 1, last)
  local got = (state.from.got or 0) + #found
  local following = continuation(state, strategy, at, { tie = state.tie, got = got })
  local rows, size = lib.query.rows.read(state, list, keys)
  return { rows, following, got, (not whole or request.keys) and keys, lib.query.trace.of(state, strategy), whole }, size
end

-- rows, continuation, count, keys, trace, and whether the rows are in their final order; how long they are
function module.parts(state)
  local strategy = lib.query.planner.choose(state)
  local answer = state.request.mode ~= 'rows' and count or strategy.sorted and sorted or page
  return answer(state, strategy)
end
