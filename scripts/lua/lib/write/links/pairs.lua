--[[
pairs: the pairs of many-to-many relations that come and go in a call: what is said of one last holds.
]]
local sides, posting, push = lib.write.links.sides, lib.layout.posting, lib.write.groups.push

-- what is known of a pair: by the list of the side that owns the relation
local function pair_of(set, side, id, other)
  local owner, from, to = side, id, other
  if string.sub(side.out, 1, 3) ~= 'of:' then owner, from, to = sides.flip(side), other, id end
  set.pairs = set.pairs or { of = {} }
  local name = sides.list(owner.out, from)
  local known = set.pairs.of[name] or {}
  set.pairs.of[name] = known
  if not known[to] then
    local was = posting.has(side.far, sides.list(side.out, id), other)
    known[to] = { side = owner, id = from, other = to, was = was, is = was }
    set.pairs[#set.pairs + 1] = known[to]
  end
  return known[to]
end

function module.is_linked(set, side, id, other) return pair_of(set, side, id, other).is end

-- whether this makes a difference
function module.put(set, side, id, other, is)
  local pair = pair_of(set, side, id, other)
  if pair.is == is then return false end
  pair.is = is
  return true
end

-- both lists of each pair
function module.collect(set)
  for _, pair in ipairs(set.pairs) do
    if pair.was ~= pair.is then
      local side, list = pair.side, pair.is and 'come' or 'gone'
      push(side.far, list, sides.list(side.out, pair.id), { id = pair.other })
      push(side.near, list, sides.list(side.back, pair.other), { id = pair.id })
    end
  end
end
