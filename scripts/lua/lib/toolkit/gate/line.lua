--[[
line: those who wait for permits are served in their turn.
]]
local CLAIM, CONFIRM = 50, 2000

local function offer(gate, token)
  local record = lib.toolkit.gate.state.record(gate, token)
  lib.toolkit.gate.state.grant(gate, token, record)
  redis.call('ZREM', gate.line, token)
  if record[3] == gate.home and record[2] ~= '' then
    gate.handed[#gate.handed + 1] = lib.toolkit.gate.wake.message(token, record)
    return
  end
  redis.call('ZADD', gate.offers, gate.now, token)
  local wake = lib.toolkit.gate.wake.key(gate, record)
  redis.call('RPUSH', wake, lib.toolkit.gate.wake.message(token, record))
  if record[7] == 'inf' then redis.call('PERSIST', wake) else redis.call('PEXPIREAT', wake, record[7]) end
end

local function drop_expired(gate)
  for _, token in ipairs(redis.call('ZRANGEBYSCORE', gate.held, '-inf', gate.now, 'LIMIT', 0, 500)) do
    lib.toolkit.gate.state.drop(gate, token)
    redis.call('ZREM', gate.offers, token)
  end
end

--[[ Take back what a client has not fetched in time, or has fetched, and should have confirmed. ]]
local function take_back(gate, token, record)
  local fetched = not lib.toolkit.gate.wake.withdraw(gate, token, record)
  local confirms = record[2] == '' and tonumber(record[5]) >= gate.now - CONFIRM
  if not fetched or record[2] == '' and not confirms then
    lib.toolkit.gate.state.drop(gate, token)
  elseif confirms then
    redis.call('ZADD', gate.offers, record[5], token)
  end
end

local function drop_unclaimed(gate)
  for _, token in ipairs(redis.call('ZRANGEBYSCORE', gate.offers, '-inf', gate.now - CLAIM, 'LIMIT', 0, 500)) do
    local record = lib.toolkit.gate.state.record(gate, token)
    if record then take_back(gate, token, record) else redis.call('ZREM', gate.offers, token) end
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
