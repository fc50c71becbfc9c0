--[[
effect_strings: what the effects of a call (lib/write/containers/effects.lua) do to strings: values, bits, and HyperLogLogs, which are strings to TYPE.
]]
local value_of, place_of = lib.write.containers.effect_sums.value_of, lib.write.containers.effect_sums.place_of

-- what is at the key, as an effect names it: the server alone can tell that a string is a HyperLogLog
function module.type_at(effect)
  local found = redis.call('TYPE', effect.key).ok
  local may_be = effect.type == 'HyperLogLog' and found == 'string'
  return may_be and type(redis.pcall('PFCOUNT', effect.key)) == 'number' and effect.type or found
end

local notes = {}

-- a value that is set, unless a word stands against it
function notes.set(sums, effect)
  for i = 2, #effect.args do
    local word = string.lower(effect.args[i])
    if (word == 'nx' or word == 'xx') and (value_of(sums, effect, '') and 'xx' or 'nx') ~= word then return end
  end
  sums[place_of(effect, '')] = effect.args[1]
end

-- a counter at the same key has no whole number then
function notes.bitfield(sums, effect) sums[place_of(effect, '')] = '(bits)' end
notes.setbit = notes.bitfield

-- what a sum behind the effect begins with; why one cannot be executed, or nil
function module.note(sums, effect)
  local note = notes[effect.command]
  if note then return note(sums, effect) end
  return lib.write.containers.effect_sums.note(sums, effect)
end
