--[[
enter_gate: take permits, or join the line of those who wait for them.

KEYS[1] held     who holds permits, by the end of the hold
KEYS[2] records  what is known of who holds and who waits
KEYS[3] line     who waits, by turn
KEYS[4] offers   who was served and may not know yet
KEYS[5] fence    the last fencing token
KEYS[6] wake     what the lists begin with at which clients wait; never exists
ARGV[1] token     who asks, once for each hold
ARGV[2] permits   how many
ARGV[3] capacity  how many there are
ARGV[4] ttl       ms of the hold; empty: for ever
ARGV[5] owner     who asks, for people to read
ARGV[6] client    the process that waits; empty: it does not
ARGV[7] turn      the place in the line that it had before; empty: the last

Returns {1, fence, since, until}, or {0, turn, ms after which to look again}.
]]
local held, records, line, offers, fence, wake = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local token, permits, capacity, ttl = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local owner, client, turn = ARGV[5], ARGV[6], ARGV[7]

local keys = { held = held, records = records, line = line, offers = offers, fence = fence, wake = wake }
local gate = lib.toolkit.gate.state.open(keys, capacity)
local record = { permits, ttl, client, owner, '', '', '' }

local function granted(with) return { 1, with[6], with[5], with[7] } end

local function take()
  lib.toolkit.gate.state.grant(gate, token, record)
  lib.toolkit.gate.time.keep(gate)
  return granted(record)
end

if redis.call('EXISTS', records) == 0 then return take() end
lib.toolkit.gate.line.settle(gate)
if redis.call('ZSCORE', held, token) then return granted(lib.toolkit.gate.state.record(gate, token)) end

if not redis.call('ZSCORE', line, token) then
  local idle = redis.call('EXISTS', line) == 0
  if idle and lib.toolkit.gate.state.used(gate) + permits <= capacity then return take() end
  if client ~= '' then
    if turn == '' then turn = (redis.call('ZRANGE', line, -1, -1, 'WITHSCORES')[2] or 0) + 1 end
    redis.call('ZADD', line, turn, token)
    redis.call('HSET', records, token, cjson.encode(record))
    -- who comes back to the head of the line may be served at once
    lib.toolkit.gate.line.settle(gate)
  end
end
lib.toolkit.gate.time.keep(gate)
return { 0, tostring(turn), lib.toolkit.gate.time.wait(gate) }
