--[[
lexical: texts in byte order, each with the id behind it.
]]
-- @lazy lib/bytes
function module.entry(index, row) return row[index.fields[1]] end

function module.add(model, index, value, id)
  redis.call('ZADD', model.key .. '#lex:' .. index.name, 0, lib.bytes.member(model.integer, value, id))
end

function module.remove(model, index, value, id)
  redis.call('ZREM', model.key .. '#lex:' .. index.name, lib.bytes.member(model.integer, value, id))
end
