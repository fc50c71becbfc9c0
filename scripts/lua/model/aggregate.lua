--[[
aggregate: count, add up and compare the values of entities, by groups or all of them, in one bounded slice. Writes nothing.
Read-only.

KEYS[1] prefix   of the first model; never exists
KEYS[2] ids      its list of every id
ARGV[1] request  JSON { models, plan, fields, groups, measures, ties, budget, from } (src/plan/aggregate.ts)

Returns JSON [ groups, each [ keys, count, what came of each measure ], where the next slice goes on (JSON, or false) ].
]]
local prefix, ids, request = KEYS[1], KEYS[2], cjson.decode(ARGV[1])
if request.models[1].key ~= prefix or request.models[1].ids ~= ids then return redis.error_reply('ERR the keys are not those of the first model') end
local state = lib.query.state.open(request)
local at
if request.ties then at = lib.query.aggregate.ties.run(state) else at = lib.query.aggregate.rows.run(state) end
if state.refusal then return state.refusal end
return cjson.encode({ lib.query.aggregate.results.of(state), at and cjson.encode(at) })
