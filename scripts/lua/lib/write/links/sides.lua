--[[
sides: the sides of many-to-many relations, as the entities here (near) and those there (far) have them.

A model's `links` name its own (src/write/descriptor.ts). `out`, with an id here, names the list of ids there, which is one of the far
model; `back`, with an id there, the list of ids here. A side whose entities have an order keeps it in a list or a sorted set of each
entity, at `own` and its id, each once where it is `unique`; `theirs` is that of the other side, which either model may declare or not.
]]
local referrers, LONGEST = lib.write.deletion.referrers, 128

-- the name of the list of an id; a long one stands there as its digest
function module.list(beginning, id)
  return #id > LONGEST and beginning .. '/' .. redis.sha1hex(id) or beginning .. ':' .. id
end

local function side(near, far, link)
  local inverse = {}
  for _, other in ipairs(far.model.links or {}) do inverse = other.out == link.back and other or inverse end
  return {
    near = near, far = far, name = link.name, out = link.out, back = link.back, kind = link.kind, own = link.own or false, unique = link.unique or false,
    their_kind = inverse.kind or 'set', theirs = inverse.own or false,
  }
end

-- the relation from its other side; the same table each time
function module.flip(one)
  one.flipped = one.flipped or {
    flipped = one, near = one.far, far = one.near, name = false, out = one.back, back = one.out, kind = one.their_kind, own = one.theirs,
    their_kind = one.kind, theirs = one.own,
  }
  return one.flipped
end

-- one by its name; nil where the model has none, or the other model is not known
function module.named(set, state, name)
  for _, link in ipairs(state.model.links or {}) do
    local far = link.name == name and referrers.state_named(set, state, link.model)
    if far then return side(state, far, link) end
  end
end

local function add(result, one)
  if not result[one.out] then result[one.out], result[#result + 1] = true, one end
end

-- all that a model has, those too that only the other side declares
function module.of(set, state)
  if state.sides then return state.sides end
  local result = {}
  state.sides = result
  for _, link in ipairs(state.model.links or {}) do
    local far = referrers.state_named(set, state, link.model)
    if far then add(result, side(state, far, link)) end
  end
  for _, from in ipairs(referrers.states(set, state)) do
    for _, link in ipairs(from.model.links or {}) do
      if link.model == state.model.model then add(result, module.flip(side(from, state, link))) end
    end
  end
  return result
end
