--[[
enter_gate: take permits, or join the line of those who wait for them.

KEYS[1] held  who holds permits; what all keys begin with
KEYS[2] wake  what the lists begin with at which clients wait; never exists
ARGV[1] token   who asks, once for each hold
ARGV[2] ttl     ms of the hold; empty: for ever
ARGV[3] holder  `permits owner`: how many, and who asks, for people to read
ARGV[4] line    `fenced capacity client`: 1 where a hold gets a fencing token; how many permits there are; the process that waits, empty: it does not
ARGV[5..] places  the place in the line that it had before; none: the last

Returns what taking.enter says where nobody else is there, else {1, fence, since, ends}, or {0, turn, ms after which to look again}.
]]
local held, wake = KEYS[1], KEYS[2]
local token, ttl, holder, line, turn = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

-- the usual case: nobody else is there
local taken = lib.toolkit.gate.taking.enter(held, token, ttl, holder, string.byte(line) == 49)
if taken then return taken end

local permits, owner = string.match(holder, '^(%d+) (.*)$')
local gate, client = lib.toolkit.gate.state.of_line(held, wake, line)
local record = { permits, ttl, client, owner, '', '', '' }
local function granted(with) return { 1, with[6], with[5], with[7] } end

lib.toolkit.gate.line.settle(gate)
if redis.call('ZSCORE', held, token) then return granted(lib.toolkit.gate.state.record(gate, token)) end

if not redis.call('ZSCORE', gate.line, token) then
  local idle = redis.call('EXISTS', gate.line) == 0
  if idle and lib.toolkit.gate.state.used(gate) + permits <= gate.capacity then
    lib.toolkit.gate.state.grant(gate, token, record)
    lib.toolkit.gate.time.keep(gate)
    return granted(record)
  end
  if client ~= '' then
    if not turn then turn = (redis.call('ZRANGE', gate.line, -1, -1, 'WITHSCORES')[2] or 0) + 1 end
    redis.call('ZADD', gate.line, turn, token)
    redis.call('HSET', gate.records, token, cjson.encode(record))
    -- who comes back to the head of the line may be served at once
    lib.toolkit.gate.line.settle(gate)
  end
end
lib.toolkit.gate.time.keep(gate)
return { 0, tostring(turn), lib.toolkit.gate.time.wait(gate) }
