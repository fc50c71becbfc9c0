--[[
effect_sums: what the sums among the effects of a call lead to, before any of them is executed (lib/write/containers/effects.lua).

`sums` has what a key or a field of it will hold when the effects before are done, false for nothing.
]]
-- cjson loses digits
local function text(number) return string.format('%.0f', number) end

function module.place_of(effect, field) return effect.key .. '\0' .. field end
local place_of = module.place_of

function module.value_of(sums, effect, field)
  local known = sums[place_of(effect, field)]
  if known ~= nil then return known end
  if effect.fresh then return nil end
  if effect.command == 'hincrby' then return redis.call('HGET', effect.key, field) end
  return redis.call('GET', effect.key)
end

local function refuse(code, ...) return redis.error_reply(code .. ' ' .. cjson.encode({ ... })) end

local function check(sums, effect)
  local field, by = '', effect.args[1]
  if effect.command == 'hincrby' then field, by = by, effect.args[2] end
  local before = module.value_of(sums, effect, field) or '0'
  if not string.find(before, '^-?%d+$') then return refuse('CONTAINER_SUM', effect.key, field, before) end
  local sum = tonumber(before) + tonumber(by)
  if not (sum >= effect.min and sum <= effect.max) then
    return refuse('CONTAINER_BOUND', effect.key, field, text(sum), text(effect.min), text(effect.max))
  end
  sums[place_of(effect, field)] = text(sum)
end

local notes = { incrby = check, hincrby = check }

function notes.hset(sums, effect)
  for i = 1, #effect.args, 2 do sums[place_of(effect, effect.args[i])] = effect.args[i + 1] end
end

function notes.hdel(sums, effect)
  for i = 1, #effect.args do sums[place_of(effect, effect.args[i])] = false end
end

-- why the effect cannot be executed, or nil
function module.note(sums, effect)
  local note = notes[effect.command]
  return note and note(sums, effect)
end

-- a sum may have the ms behind it that a counter lives which begins with it
function module.execute(effect)
  local command, key, args = effect.command, effect.key, effect.args
  local ttl = command == 'incrby' and args[2]
  if not ttl then return redis.call(command, key, unpack(args)) end
  local begins = redis.call('EXISTS', key) == 0
  redis.call('INCRBY', key, args[1])
  if begins then redis.call('PEXPIRE', key, ttl) end
end
