--[[
splits: a leaf that is full gets another one beside it (see lib/layout/tree.lua).
]]
local counts, leaves, tree, LEAF = lib.layout.counts, lib.layout.leaves, lib.layout.tree, lib.layout.tree.LEAF

local function ascending(a, b) return tonumber(a) < tonumber(b) end

-- the greatest id that the model had before this call
local function greatest(state)
  if state.greatest then return state.greatest end
  local key = state.model.ids
  if counts.get(state, 'ids') then key = tree.leaf(state.model, 'ids', tree.newest_leaf(key)) end
  local most = -1
  for _, id in ipairs(redis.call('SMEMBERS', key)) do most = math.max(most, tonumber(id)) end
  state.greatest = most
  return most
end

local function open_leaf(state, name, key, start, last)
  redis.call('ZADD', key, start, start)
  leaves.forget(tree.leaf(state.model, name, start))
  if name == 'ids' then counts.set(state, 'last', last) end
end

-- ids beyond all that are there: they fill the last leaf, the rest begins new ones, and nothing is read
local function append(state, name, key, start, ids)
  local first, left = 1, LEAF - redis.call('SCARD', tree.leaf(state.model, name, start))
  while first <= #ids do
    if left <= 0 then
      start, left = ids[first], LEAF
      open_leaf(state, name, key, start, start)
    end
    local last = math.min(first + left - 1, #ids)
    redis.call('SADD', tree.leaf(state.model, name, start), unpack(ids, first, last))
    first, left = last + 1, 0
  end
  return #ids
end

-- the upper half of a leaf that is too large by one
local function halve(state, name, key, leaf)
  local members, moved = redis.call('SMEMBERS', leaf), {}
  table.sort(members, ascending)
  for i = math.floor(#members / 2) + 1, #members do moved[#moved + 1] = members[i] end
  redis.call('SREM', leaf, unpack(moved))
  redis.call('SADD', tree.leaf(state.model, name, moved[1]), unpack(moved))
  open_leaf(state, name, key, moved[1], false)
end

-- put ids into a leaf that has too little room for them; the number of those that were not there
function module.fill(state, name, key, start, ids)
  if tonumber(ids[1]) > greatest(state) then return append(state, name, key, start, ids) end
  local added = 0
  for i = 1, #ids do
    local leaf = tree.leaf(state.model, name, tree.leaf_of(key, ids[i]))
    added = added + redis.call('SADD', leaf, ids[i])
    if redis.call('SCARD', leaf) > LEAF then halve(state, name, key, leaf) end
  end
  return added
end
