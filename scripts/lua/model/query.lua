--[[
query: answer one query, or one bounded slice of it. Writes nothing.
Read-only.

KEYS[1] prefix   of the first model; never exists
KEYS[2] ids      its list of every id
ARGV[1] request  JSON { models, plan, order, offset, limit, fields, mode, budget, batch, part, from, explain,
                commands, with } (src/plan/request.ts)
ARGV[2..] best  the same of a search that lib/text/best/answer.lua may answer (src/plan/best.ts)

Returns [ rows or ids, where the next slice goes on (JSON, or false), count or ids skipped, sort keys of the rows (false when
they are in their final order), trace (JSON, or false), whether that order is final, what is loaded along (lib/query/answer/related.lua), commands (JSON, lib/query/commands.lua) ]: as one JSON text, or nested where the rows are long.
]]
local prefix, ids, json = KEYS[1], KEYS[2], ARGV[1]
local best = ARGV[2] and lib.text.best.answer.of(prefix, { unpack(ARGV, 2) })
if best then return best end
local request = cjson.decode(json)
if request.models[1].key ~= prefix or request.models[1].ids ~= ids then return redis.error_reply('ERR the keys are not those of the first model') end
return lib.query.answer.reply.to(lib.query.state.open(request))
