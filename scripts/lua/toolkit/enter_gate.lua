--[[
enter_gate: take permits, or join the line of those who wait for them.

KEYS[1] held  who holds permits; what all keys begin with
KEYS[2] wake  what the lists begin with at which clients wait; never exists
ARGV[1] token     who asks, once for each hold
ARGV[2] permits   how many
ARGV[3] capacity  how many there are
ARGV[4] fenced    1: a hold gets a fencing token
ARGV[5] ttl       ms of the hold; empty: for ever
ARGV[6] owner     who asks, for people to read
ARGV[7] client    the process that waits; empty: it does not
ARGV[8..] places  the place in the line that it had before; none: the last

Returns {1, fence, since, ends}, or {0, turn, ms after which to look again}.
]]
local held, wake = KEYS[1], KEYS[2]
local token, permits, capacity, fenced = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local ttl, owner, client, turn = ARGV[5], ARGV[6], ARGV[7], ARGV[8]

-- the usual case: nobody else is there
if lib.toolkit.gate.thin.is_free(held) then
  local fence = lib.toolkit.gate.fence.next(fenced == '1' and held .. ':fence' or '')
  return { 1, fence, lib.toolkit.gate.thin.take(held, token, fence, ttl, permits, owner) }
end

local gate = lib.toolkit.gate.state.open(held, wake, capacity, fenced)
local record = { permits, ttl, client, owner, '', '', '' }
local function granted(with) return { 1, with[6], with[5], with[7] } end

lib.toolkit.gate.line.settle(gate)
if redis.call('ZSCORE', held, token) then return granted(lib.toolkit.gate.state.record(gate, token)) end

if not redis.call('ZSCORE', gate.line, token) then
  local idle = redis.call('EXISTS', gate.line) == 0
  if idle and lib.toolkit.gate.state.used(gate) + permits <= capacity then
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
