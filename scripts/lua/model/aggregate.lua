--[[
aggregate: count, add up and compare the values of entities, by groups or all of them, in one bounded slice. Writes nothing.
Read-only.

KEYS[1] prefix   of the first model; never exists
KEYS[2] ids      its list of every id
ARGV[1] request  JSON { models, plan, fields, absent, groups, measures, ties, budget, from, explain, commands } (src/plan/aggregate.ts)

Returns JSON [ groups, each [ keys, count, what came of each measure ], where the next slice goes on (JSON, or false), trace (JSON, or false),
commands (JSON, lib/query/commands.lua) ].
]]
local prefix, ids, request = KEYS[1], KEYS[2], cjson.decode(ARGV[1])
if request.models[1].key ~= prefix or request.models[1].ids ~= ids then return redis.error_reply('ERR the keys are not those of the first model') end
local state = lib.query.state.open(request)
local at, strategy = lib.query.aggregate[request.ties and 'ties' or 'rows'].run(state)
if state.refusal then return state.refusal end
local answer = { lib.query.aggregate.results.of(state), at and cjson.encode(at) or false, lib.query.answer.trace.of(state, strategy) }
if state.commands then answer[4] = lib.query.commands.of(state) end
return cjson.encode(answer)
