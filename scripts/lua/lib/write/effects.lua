--[[
effects: commands on containers that are executed with a change set, or not at all. What a command could fail of is checked before
the first write: another type at its key, and a sum that is not a whole number or passes a bound.

ARGV[1..] all  of the script; an effect is command, type, key, min, max (of a sum, or empty), how many arguments follow, these
]]
local SAFE = lib.write.numbers.SAFE

function module.read(at)
  local effects = {}
  while at <= #ARGV do
    local count = tonumber(ARGV[at + 5])
    effects[#effects + 1] = { command = ARGV[at], type = ARGV[at + 1], key = ARGV[at + 2], min = tonumber(ARGV[at + 3]) or -SAFE,
      max = tonumber(ARGV[at + 4]) or SAFE, args = { unpack(ARGV, at + 6, at + 5 + count) } }
    at = at + 6 + count
  end
  return effects
end

-- why they cannot be executed, or nil
function module.check(effects)
  local types, sums = {}, {}
  for _, effect in ipairs(effects) do
    local found = types[effect.key] or redis.call('TYPE', effect.key).ok
    if found ~= 'none' and found ~= effect.type then
      return redis.error_reply('CONTAINER_TYPE ' .. cjson.encode({ effect.key, found, effect.type }))
    end
    types[effect.key] = effect.type
    local refused = lib.write.effect_sums.note(sums, effect)
    if refused then return refused end
  end
end

function module.write(effects)
  for _, effect in ipairs(effects) do redis.call(effect.command, effect.key, unpack(effect.args)) end
end
