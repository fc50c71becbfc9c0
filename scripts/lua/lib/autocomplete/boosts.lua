--[[
boosts: multipliers that are kept for ids, for types, and for both.

Those with an id are part of the scores that are stored; those of types are applied by a search.
]]
local keys = lib.autocomplete.keys

-- the field of a boost; false stands for no id, or no type
function module.field(id, type)
  if not type then return 'i' .. id end
  if not id then return 't' .. type end
  return 'b' .. #type .. ':' .. type .. id
end

function module.get(base, field) return tonumber(redis.call('HGET', keys.boosts(base), field) or 1) end

function module.set(base, field, by)
  if by == 1 then return redis.call('HDEL', keys.boosts(base), field) end
  redis.call('HSET', keys.boosts(base), field, string.format('%.17g', by))
end

-- what multiplies the score of a title in every search
function module.of_title(base, type, id)
  local kept = redis.call('HMGET', keys.boosts(base), module.field(id, false), module.field(id, type))
  return tonumber(kept[1] or 1) * tonumber(kept[2] or 1)
end

-- forget those of a title that is deleted: the one of its id when no other type has it
function module.forget(base, type, id)
  redis.call('HDEL', keys.boosts(base), module.field(id, type))
  for _, other in ipairs(redis.call('HKEYS', keys.types(base))) do
    if redis.call('HEXISTS', keys.titles(base, other), id) == 1 then return end
  end
  redis.call('HDEL', keys.boosts(base), module.field(id, false))
end
