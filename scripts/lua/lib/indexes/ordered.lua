--[[
ordered: ids scored by a number.
]]
-- @lazy lib/id
function module.add(model, index, value, id) redis.call('ZADD', index.key, value, lib.id.member(model.integer, id)) end
function module.remove(model, index, _, id) redis.call('ZREM', index.key, lib.id.member(model.integer, id)) end

-- another score for the same member: one command
function module.replace(model, index, _, value, id) module.add(model, index, value, id) end
