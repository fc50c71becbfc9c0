--[[
ordered: ids scored by a number.
]]
function module.add(model, index, value, id) redis.call('ZADD', index.key, value, lib.layout.id.member(model.integer, id)) end
function module.remove(model, index, _, id) redis.call('ZREM', index.key, lib.layout.id.member(model.integer, id)) end

-- another score for the same member: one command
function module.replace(model, index, _, value, id) module.add(model, index, value, id) end
