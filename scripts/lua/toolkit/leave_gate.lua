--[[
leave_gate: give permits back, or stop waiting for them, and serve who is next.

KEYS[1] held  who holds permits; what all keys begin with
KEYS[2] wake  what the lists begin with at which clients wait; never exists
ARGV[1] token  who leaves
ARGV[2] line   `fenced capacity client` as enter_gate takes it; the client: the process whose waiters are told in the answer, empty: none

Returns 1 where it held permits until now and nobody waits. Else a list: 1 when it held permits until now, or 0; then 1 when somebody else
was served who may not know; then what the wake-up of each waiter of this client says that was served.
]]
local held, wake = KEYS[1], KEYS[2]
local token, line = ARGV[1], ARGV[2]

-- the usual case: nobody else is there
local thin = lib.toolkit.gate.thin
if thin.belongs(thin.text(held), token) then return redis.call('DEL', held) end

local gate, client = lib.toolkit.gate.state.of_line(held, wake, line)
gate.home = client
local ends = redis.call('ZSCORE', held, token)
if ends then
  local record = lib.toolkit.gate.state.drop(gate, token)
  lib.toolkit.gate.wake.withdraw(gate, token, record)
elseif redis.call('ZREM', gate.line, token) == 1 then
  redis.call('HDEL', gate.records, token)
end
lib.toolkit.gate.line.settle(gate)
lib.toolkit.gate.time.keep(gate)
local owned = ends and tonumber(ends) > gate.now and 1 or 0
return { owned, redis.call('EXISTS', gate.offers), unpack(gate.handed) }
