--[[
end_load: end the load of a value, in one step: keep it in its cache, tell those who have it in their process, and all who wait for it.

KEYS[1] entry    the entry
KEYS[2] load     the gate at which one of all loads it
KEYS[3] changed  whose load somebody has overtaken who changed the entry
KEYS[4] wake     what the lists begin with at which clients wait; never exists
ARGV[1] token    who loads
ARGV[2] value    what is kept, with its header; empty: nothing
ARGV[3] ttl      ms until it goes away; 0: never
ARGV[4] channel  where changes are told
ARGV[5] message  what is told there
ARGV[6] verdict  what those who wait are told
ARGV[7] anew     what they are told where the entry was changed meanwhile

Returns 1; 0 where nothing is kept, since the entry was changed or the place at the gate lost.
]]
local entry, load, changed, wake = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local token, value, ttl, channel, message, verdict, anew = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]

-- SET would write over anything
redis.call('STRLEN', entry)
local overtaken = redis.call('GET', changed) == token
if not lib.toolkit.gate.dismissal.dismiss(load, wake, token, overtaken and anew or verdict) then return 0 end
if overtaken then
  redis.call('DEL', changed)
  return 0
end
if value ~= '' then lib.toolkit.cached.keep(entry, value, ttl, channel, message) end
return 1
