--[[
effects: commands on containers that are executed with a change set, or not at all. What a command could fail of is checked before
the first write: another type at its key, a sum that is not a whole number or passes a bound, more values than an index has.

ARGV[1..] all  of the script; an effect is command, type, key, min, max (of a sum, or empty), how many arguments follow, these. Where the key
gets the id of an entity of the call, the type has the place of its change behind it, from 0, and the name of an index: `list 3 tags`
]]
local SAFE, push, members, strings = lib.write.numbers.SAFE, lib.write.groups.push, lib.write.containers.effect_members, lib.write.containers.effect_strings

local function locate(effect, set)
  local kind, place, name = string.match(effect.type, '^(%a+) (%d+) ?(.*)$')
  if not kind then return effect end
  local change = set.list[place + 1]
  effect.type, effect.key, effect.change = kind, effect.key .. change.id, change
  -- what is there is not the new entity's
  effect.fresh = change.after and not change.before
  local index = name ~= '' and lib.write.containers.members.find(change.state.model, name)
  effect.index = index and index.state ~= 'stale' and index
  return effect
end

function module.read(at, set)
  local effects = {}
  while at <= #ARGV do
    local count = tonumber(ARGV[at + 5])
    effects[#effects + 1] = locate({ command = ARGV[at], type = ARGV[at + 1], key = ARGV[at + 2], min = tonumber(ARGV[at + 3]) or -SAFE,
      max = tonumber(ARGV[at + 4]) or SAFE, args = { unpack(ARGV, at + 6, at + 5 + count) }, change = false, fresh = false, index = false }, set)
    at = at + 6 + count
  end
  return effects
end

-- what is at the key when the effect is executed first
local function type_at(effect)
  local found = strings.type_at(effect)
  if not effect.fresh or found == 'none' then return found end
  push(effect.change.state, 'owned', effect.key)
  return 'none'
end

-- why they cannot be executed, or nil
function module.check(effects)
  local types, sums, grown = {}, {}, {}
  for _, effect in ipairs(effects) do
    local found = types[effect.key] or type_at(effect)
    if found ~= 'none' and found ~= effect.type then
      return redis.error_reply('CONTAINER_TYPE ' .. cjson.encode({ effect.key, found, effect.type }))
    end
    types[effect.key] = effect.type
    local refused = effect.index and members.refusal(grown, effect) or strings.note(sums, effect)
    if refused then return refused end
  end
end

function module.write(effects)
  for _, effect in ipairs(effects) do
    if not effect.index then lib.write.containers.effect_sums.execute(effect) end
  end
  members.write(effects)
end
