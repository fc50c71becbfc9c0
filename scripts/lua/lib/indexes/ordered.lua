--[[
ordered: ids scored by a number.
]]
-- @lazy lib/id
function module.entry(index, row) return row[index.fields[1]] end

function module.add(model, index, value, id)
  redis.call('ZADD', model.key .. '#by:' .. index.name, value, lib.id.member(model.integer, id))
end

-- another score for the same member: one command
module.replace = function(model, index, _, value, id) module.add(model, index, value, id) end

function module.remove(model, index, _, id)
  redis.call('ZREM', model.key .. '#by:' .. index.name, lib.id.member(model.integer, id))
end
