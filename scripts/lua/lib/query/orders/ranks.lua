--[[
ranks: order by the scores of ids in a sorted set of the caller's.
]]
local range = lib.query.orders.range
function module.key(state, _, order, id)
  state.spent = state.spent + 2
  return range.key(state, redis.call('ZSCORE', order.key, id))
end
module.less, module.parse, module.text = range.less, range.parse, range.text
