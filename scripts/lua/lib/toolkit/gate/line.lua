--[[
line: those who wait for permits are served in their turn.

A client waits with a blocking pop on a list of its own, for all of its waiters; what is pushed there says which of them was
served. An item that is still there after a while was pushed for a client that is gone: its permits go to the next.
]]
local CLAIM = 50

function module.wake_key(gate, record) return gate.wake .. ':' .. record[3] end
local function message(token, record) return table.concat({ token, record[6], record[5], record[7] }, ' ') end
module.message = message

--[[ Take back what a client has not fetched; false: it has. ]]
function module.withdraw(gate, token, record)
  redis.call('ZREM', gate.offers, token)
  return redis.call('LREM', module.wake_key(gate, record), 1, message(token, record)) == 1
end

local function offer(gate, token)
  local record = lib.toolkit.gate.state.record(gate, token)
  lib.toolkit.gate.state.grant(gate, token, record)
  redis.call('ZREM', gate.line, token)
  redis.call('ZADD', gate.offers, gate.now, token)
  local wake = module.wake_key(gate, record)
  redis.call('RPUSH', wake, message(token, record))
  if record[7] == 'inf' then redis.call('PERSIST', wake) else redis.call('PEXPIREAT', wake, record[7]) end
end

local function drop_expired(gate)
  for _, token in ipairs(redis.call('ZRANGEBYSCORE', gate.held, '-inf', gate.now, 'LIMIT', 0, 500)) do
    lib.toolkit.gate.state.drop(gate, token)
    redis.call('ZREM', gate.offers, token)
  end
end

local function drop_unclaimed(gate)
  for _, token in ipairs(redis.call('ZRANGEBYSCORE', gate.offers, '-inf', gate.now - CLAIM, 'LIMIT', 0, 500)) do
    local record = lib.toolkit.gate.state.record(gate, token)
    if record and module.withdraw(gate, token, record) then lib.toolkit.gate.state.drop(gate, token) end
    redis.call('ZREM', gate.offers, token)
  end
end

--[[ Bring the gate up to date, and serve those at the head of the line for whom there are permits. ]]
function module.settle(gate)
  drop_expired(gate)
  drop_unclaimed(gate)
  local used = lib.toolkit.gate.state.used(gate)
  for _ = 1, 500 do
    local head = redis.call('ZRANGE', gate.line, 0, 0)[1]
    local permits = head and tonumber(lib.toolkit.gate.state.record(gate, head)[1])
    if not head or used + permits > gate.capacity then return end
    offer(gate, head)
    used = used + permits
  end
end
