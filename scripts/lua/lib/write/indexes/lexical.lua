--[[
lexical: texts in byte order, each with the id behind it.
]]
function module.add(model, index, value, id) redis.call('ZADD', index.key, 0, lib.layout.lexical.member(model.integer, value, id)) end
function module.remove(model, index, value, id) redis.call('ZREM', index.key, lib.layout.lexical.member(model.integer, value, id)) end
