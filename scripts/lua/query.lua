--[[
query: answer one query, or one bounded slice of it. Writes nothing.
Read-only.

KEYS[1] prefix   of the model
ARGV[1] request  JSON { integer, filter, order, offset, limit, fields, mode, budget, from, explain } (see src/plan/request.ts)

Returns { rows or ids, where the next slice goes on (JSON, or false), count or ids skipped, sort keys of the rows (false
when they are in their final order), trace (JSON, or false) }.
]]
local request = cjson.decode(ARGV[1])
local model = { key = KEYS[1], integer = request.integer, all = { op = 'posting', key = KEYS[1] .. '#ids' } }
-- @include lib/collect
local from = request.from or {}
request.from, request.strategy, request.tie = from.at, from.strategy, from.tie
request.needed = request.limit and request.offset + request.limit - (from.got or 0)
if request.explain then trace = {} end

local strategy, costs = planner.choose(request)

-- @include lib/reports

local function answer_count()
  local filter = request.filter
  if request.mode == 'count' and (not filter or filter.exact) then return { {}, false, size(filter or model.all), false, traced() } end
  local total, at = collect.count(strategy, request)
  return { {}, continuation(at, {}), total, false, traced() }
end

local function ids_of(found, first, last)
  local list, keys = {}, {}
  for i = first, math.min(last, #found) do
    list[#list + 1] = found[i][1]
    keys[#keys + 1] = found[i][2]
  end
  return list, keys
end

local function answer_sorted()
  local found, at, tie = collect.sorted(strategy, request)
  sorting.sort(found, request.order)
  local whole = not at and not request.from
  local last = request.limit and request.offset + request.limit or #found
  local list, keys = ids_of(found, whole and request.offset + 1 or 1, last)
  local next = continuation(at, { tie = tie, got = (from.got or 0) + #found })
  return { rows.read(list, request.fields), next, 0, not whole and keys, traced() }
end

if request.mode ~= 'rows' then return answer_count() end
if strategy.sorted then return answer_sorted() end
local found, skipped, at, spent = collect.page(strategy, request)
return { rows.read(found, request.fields), continuation(at, {}), skipped, false, traced(spent) }
