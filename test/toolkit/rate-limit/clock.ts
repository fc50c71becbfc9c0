// A clock that a test sets, for a script: TIME, and the times at which keys end, are answered by a few lines of Lua before it, which keep them
// in hashes of the server. The script itself is the one that is shipped.

const CLOCK = `
local real = redis
local function now() return tonumber(real.call('HGET', 'clock', 'now')) end
local function live(key)
  local ends = tonumber(real.call('HGET', 'ends', key) or 'inf')
  -- as the server has it: a key stays for all of the last millisecond of its ttl
  if math.floor(now() / 1000) > ends then real.call('DEL', key) real.call('HDEL', 'ends', key) end
end
local function ends(key, ms)
  if real.call('EXISTS', key) == 1 then real.call('HSET', 'ends', key, string.format('%d', ms)) end
  live(key)
end
local function left(key) return real.call('EXISTS', key) == 0 and -2 or tonumber(real.call('HGET', 'ends', key) or -1) end
local commands = {
  TIME = function() return { tostring(math.floor(now() / 1000000)), tostring(now() % 1000000) } end,
  PTTL = function(key) return math.max(-2, left(key) - (left(key) >= 0 and math.floor(now() / 1000) or 0)) end,
  PEXPIRETIME = left,
  PEXPIRE = function(key, ms) ends(key, math.floor(now() / 1000) + ms) end,
  PEXPIREAT = ends,
  SET = function(key, value, unit, ms)
    real.call('SET', key, value)
    if unit == 'PX' then ends(key, math.floor(now() / 1000) + ms) elseif unit == 'PXAT' then ends(key, ms) end
  end,
}
local redis = setmetatable({ call = function(name, ...)
  for i = 1, select('#', ...) do live((select(i, ...))) end
  if commands[name] then return commands[name](...) end
  return real.call(name, ...)
end }, { __index = real })
`;

/** The script, by the clock of the key `clock`: a hash whose field `now` is in microseconds. */
export const withClock = (source: string): string => CLOCK + source;
