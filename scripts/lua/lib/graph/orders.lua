--[[
orders: the orders in which a graph keeps its triples, and which of them answers a pattern.

A member is three nodes with a NUL byte between them; no node holds one. Whatever is known of a triple, one of the three
orders begins with it, so that what fits is one range of members.
]]
local PLACES = { { 1, 2, 3 }, { 2, 3, 1 }, { 3, 1, 2 } }
-- a subject counts 1, a predicate 2, an object 4
local FITTING = { [0] = 1, 1, 2, 1, 3, 3, 2, 1 }

module.PLACES = PLACES

-- an error of the server's where a key holds something else: before anything is written
function module.check(keys)
  for _, key in ipairs(keys) do redis.call('ZCARD', key) end
end

function module.member(order, triple)
  local places = PLACES[order]
  return triple[places[1]] .. '\0' .. triple[places[2]] .. '\0' .. triple[places[3]]
end

-- the nodes of a member, in its order
function module.nodes(member) return string.match(member, '^([^%z]*)%z([^%z]*)%z([^%z]*)$') end

-- subject, predicate, object of a member
function module.triple(order, member)
  local places, triple = PLACES[order], {}
  triple[places[1]], triple[places[2]], triple[places[3]] = module.nodes(member)
  return triple
end

-- the order that answers a pattern (false for what is not known), its range, and whether that is one member
function module.range(pattern)
  local s, p, o = pattern[1], pattern[2], pattern[3]
  local order = FITTING[(s and 1 or 0) + (p and 2 or 0) + (o and 4 or 0)]
  local places = PLACES[order]
  local a, b, c = pattern[places[1]], pattern[places[2]], pattern[places[3]]
  if c then
    local member = a .. '\0' .. b .. '\0' .. c
    return order, '[' .. member, '[' .. member, member
  end
  if not a then return order, '-', '+' end
  local start = b and a .. '\0' .. b or a
  -- the byte after the separator ends what begins with it
  return order, '[' .. start .. '\0', '(' .. start .. '\1'
end

-- members of a range; one that is known whole is looked up, which is several times as fast
function module.members(key, min, max, whole, most)
  if whole then return redis.call('ZSCORE', key, whole) and { whole } or {} end
  return redis.call('ZRANGEBYLEX', key, min, max, 'LIMIT', 0, most)
end
