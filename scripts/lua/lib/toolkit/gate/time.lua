--[[
time: what happens to a gate when nobody says so.
]]
local CLAIM = 50
-- a line whose clients all fell silent goes away
local SILENCE = 5000

local function whole(number) return string.format('%d', number) end

--[[ Milliseconds until a hold ends or an offer counts as unclaimed; -1: neither will. ]]
function module.wait(gate)
  local first = redis.call('ZRANGE', gate.held, 0, 0, 'WITHSCORES')[2]
  local wait = first and first ~= 'inf' and math.max(0, tonumber(first) - gate.now) or -1
  if redis.call('EXISTS', gate.offers) == 0 then return wait end
  return wait < 0 and CLAIM or math.min(wait, CLAIM)
end

--[[ Let all keys go away with the last hold, but not while somebody waits. ]]
function module.keep(gate)
  local last = redis.call('ZRANGE', gate.held, -1, -1, 'WITHSCORES')[2]
  local waits = redis.call('EXISTS', gate.line) == 1
  local ends = math.max(tonumber(last or 0), waits and gate.now + SILENCE or 0)
  for _, key in ipairs({ gate.held, gate.records, gate.line, gate.offers }) do
    if ends == math.huge then redis.call('PERSIST', key) else redis.call('PEXPIREAT', key, whole(ends)) end
  end
end
