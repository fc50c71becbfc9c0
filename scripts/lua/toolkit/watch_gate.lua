--[[
watch_gate: say that a client still waits, end the holds whose time is over, and serve who is next.

KEYS[1] held     who holds permits, by the end of the hold
KEYS[2] records  what is known of who holds and who waits
KEYS[3] line     who waits, by turn
KEYS[4] offers   who was served and may not know yet
KEYS[5] fence    the last fencing token
KEYS[6] wake     what the lists begin with at which clients wait; never exists
ARGV[1] capacity  how many permits there are
ARGV[2..] tokens  for whom the client waits

Returns the ms after which to look again, -1 for none; then for each token: what its wake-up says when it was served, 0 while it
waits, and -1 when it is unknown.
]]
local held, records, line, offers, fence, wake = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local capacity = tonumber(ARGV[1])

local keys = { held = held, records = records, line = line, offers = offers, fence = fence, wake = wake }
local gate = lib.toolkit.gate.state.open(keys, capacity)
lib.toolkit.gate.line.settle(gate)
lib.toolkit.gate.time.keep(gate)

local reply = { lib.toolkit.gate.time.wait(gate) }
for i = 2, #ARGV do
  local token = ARGV[i]
  if redis.call('ZSCORE', held, token) then
    reply[i] = lib.toolkit.gate.line.message(token, lib.toolkit.gate.state.record(gate, token))
  else
    reply[i] = redis.call('ZSCORE', line, token) and 0 or -1
  end
end
return reply
