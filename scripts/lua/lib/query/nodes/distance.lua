--[[
distance: entities by how far their place is from another one, the nearest first; what an order walks, within `radius` where a circle around
the same place narrows it. A position says up to where all have been given: `reach` metres, and of those exactly there the ids up to `id`;
`seen` is about how many that were, and `radius` where to look next.
]]
module.PRICE = 5
local rings, numbers, density = lib.query.access.rings, lib.query.numbers, lib.query.access.density
-- no two places on earth are farther apart
local WHOLE = 20100000

function module.size(state, node)
  if node.circle then return lib.query.node.size(state, node.circle) end
  return redis.call('ZCARD', node.key)
end

-- behind an id, or (without one) where the ids at a distance begin; as text, since JSON has a number in 14 digits
function module.position(_, distance, id) return { reach = lib.query.orders.distance.text(distance), id = id or '' } end

local function is_behind(node, at, distance, id)
  if not at or distance > at.reach then return true end
  if distance < at.reach or not at.id then return false end
  return at.id == '' or lib.layout.id.less(node.model.integer, at.id, id)
end

-- the ids behind the position and up to a horizon, in their order; how many are nearer than that
local function between(node, at, ids, distances, horizon)
  local list, far, seen = {}, {}, 0
  for i = 1, #ids do
    local distance = distances[i]
    if distance <= horizon then
      seen = seen + 1
      if is_behind(node, at, distance, ids[i]) then list[#list + 1], far[#far + 1] = ids[i], distance end
    end
  end
  return numbers.sorted(node.model, list, far), seen
end

local function first_radius(state, node, at, count)
  return math.max(at and at.reach * 1.1 + 1 or 0, 1.3 * density.radius(state, node.key, node.place, count))
end

function module.scan(state, node, from, count)
  local most, at = node.radius or WHOLE, from and { reach = tonumber(from.reach), id = from.id, seen = from.seen, radius = from.radius }
  local radius = at and at.radius or math.ceil(first_radius(state, node, at, count))
  -- where others ended it is not known how many are nearer; a few more, since the last ones may have to wait
  local seen_before = not at and 0 or at.seen
  local wanted = seen_before and seen_before + count + 4
  while true do
    local limit = math.min(radius, most)
    local ids, distances, horizon = rings.read(state, node, at and at.reach or -1, limit, wanted)
    local is_cut = horizon < limit
    local list, seen = between(node, at, ids, distances, horizon)
    if not is_cut and limit >= most then return list, nil end
    if not is_cut then radius = 2 * radius end
    if #list > 0 then return list, { reach = horizon, seen = seen, radius = radius } end
    if is_cut then wanted = 2 * wanted end
  end
end
