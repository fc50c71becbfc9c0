--[[
wake: how clients hear that they were served.

A client waits with a blocking pop on a list of its own, for all of its waiters; what is pushed there says which of them was
served. An item that is still there after a while was pushed for a client that is gone: its permits go to the next. What was fetched by a
client that died at that moment ends with its ttl; a hold without one has to be confirmed by watch_gate. A client that
gives permits back hears in the answer which of its own waiters were served; should it have died, their holds end with their ttl.
]]
function module.key(gate, record) return gate.wake .. ':' .. record[3] end

--[[ What is said: the token, and what enter_gate would have answered. ]]
function module.message(token, record) return table.concat({ token, record[6], record[5], record[7] }, ' ') end

--[[ Take back what a client has not fetched; false: it has. ]]
function module.withdraw(gate, token, record)
  redis.call('ZREM', gate.offers, token)
  return redis.call('LREM', module.key(gate, record), 1, module.message(token, record)) == 1
end
