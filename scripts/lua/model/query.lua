--[[
query: answer one query, or one bounded slice of it. Writes nothing.
Read-only.

KEYS[1] prefix   of the model
ARGV[1] request  JSON { integer, filter, order, offset, limit, fields, mode, budget, chunk, from, explain } (src/plan/request.ts)

Returns { rows or ids, where the next slice goes on (JSON, or false), count or ids skipped, sort keys of the rows (false
when they are in their final order), trace (JSON, or false) }.
]]
local prefix, request = KEYS[1], ARGV[1]
call = cjson.decode(request)
local from = call.from or {}
call.model = { key = prefix, integer = call.integer, all = { op = 'posting', key = prefix .. '#ids' } }
call.from, call.strategy, call.tie = from.at, from.strategy, from.tie
call.needed = call.limit and call.offset + call.limit - (from.got or 0)
if call.explain then call.trace = {} end

local filter = call.filter
if call.mode == 'count' and (not filter or filter.exact) then return { {}, false, lib.query.node.size(filter or call.model.all) } end
local strategy = lib.query.planner.choose()
if call.mode ~= 'rows' then return lib.query.answer.count(strategy) end
if strategy.sorted then return lib.query.answer.sorted(strategy, from.got or 0) end
return lib.query.answer.page(strategy)
