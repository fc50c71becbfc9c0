--[[
splits: a leaf that is full gets another one beside it (see lib/layout/tree.lua).
]]
local counts, tree, appending, LEAF = lib.layout.counts, lib.layout.tree, lib.layout.appending, lib.layout.tree.LEAF

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

-- the upper half of a leaf that is too large by one
local function halve(state, name, key, leaf)
  local members, moved = redis.call('SMEMBERS', leaf), {}
  table.sort(members, ascending)
  for i = math.floor(#members / 2) + 1, #members do moved[#moved + 1] = members[i] end
  redis.call('SREM', leaf, unpack(moved))
  redis.call('SADD', tree.leaf(state.model, name, moved[1]), unpack(moved))
  appending.open(state, name, key, moved[1], false)
end

-- whether ids come behind all that their leaf has; where an index is built, older entities come behind newer ones
local function are_last(state, name, start, ids)
  local least = tonumber(ids[1])
  if least > greatest(state) then return true end
  if not state.ascending then return false end
  for _, id in ipairs(redis.call('SMEMBERS', tree.leaf(state.model, name, start))) do
    if tonumber(id) >= least then return false end
  end
  return true
end

-- put ids into a leaf that has too little room for them; the number of those that were not there
function module.fill(state, name, key, start, ids)
  if are_last(state, name, start, ids) then return appending.append(state, name, key, start, ids) end
  local added = 0
  for i = 1, #ids do
    local leaf = tree.leaf(state.model, name, tree.leaf_of(key, ids[i]))
    added = added + redis.call('SADD', leaf, ids[i])
    if redis.call('SCARD', leaf) > LEAF then halve(state, name, key, leaf) end
  end
  return added
end
