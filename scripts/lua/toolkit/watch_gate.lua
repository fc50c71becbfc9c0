--[[
watch_gate: say that a client still waits, or knows that it was served; end the holds whose time is over, and serve who is next.

KEYS[1] held  who holds permits; what all keys begin with
KEYS[2] wake  what the lists begin with at which clients wait; never exists
ARGV[1] capacity  how many permits there are
ARGV[2] fenced    1: a hold gets a fencing token
ARGV[3..] tokens  for whom the client waits

Returns the ms after which to look again, -1 for none; then for each token: what its wake-up says when it was served, 0 while it
waits, and -1 when it is unknown.
]]
local held, wake = KEYS[1], KEYS[2]
local capacity, fenced = tonumber(ARGV[1]), ARGV[2]

local gate = lib.toolkit.gate.state.open(held, wake, capacity, fenced)
lib.toolkit.gate.line.settle(gate)
lib.toolkit.gate.time.keep(gate)

local reply = { lib.toolkit.gate.time.wait(gate) }
for i = 3, #ARGV do
  local token = ARGV[i]
  if redis.call('ZSCORE', held, token) then
    local record = lib.toolkit.gate.state.record(gate, token)
    lib.toolkit.gate.wake.withdraw(gate, token, record)
    reply[i - 1] = lib.toolkit.gate.wake.message(token, record)
  else
    reply[i - 1] = redis.call('ZSCORE', gate.line, token) and 0 or -1
  end
end
return reply
