--[[
splits: a leaf that is full gets others beside it (see lib/layout/tree.lua).
]]
local counts, tree, appending, LEAF = lib.layout.counts, lib.layout.tree, lib.layout.appending, lib.layout.tree.LEAF
local ascending = lib.layout.ascending
-- what is left in leaves that were split, at least
local HALF = math.ceil(LEAF / 2)

-- the greatest id that the model had before this call
local function greatest(state)
  if state.greatest then return state.greatest end
  local key = state.model.ids
  if counts.get(state, 'ids') then key = tree.leaf(state.model, 'ids', tree.newest_leaf(key)) end
  state.greatest = ascending.greatest(redis.call('SMEMBERS', key))
  return state.greatest
end

-- with those that are not there yet
local function merge(there, ids)
  local seen, all = {}, { unpack(there) }
  for i = 1, #there do seen[there[i]] = true end
  for i = 1, #ids do if not seen[ids[i]] then all[#all + 1] = ids[i] end end
  ascending.sort(all)
  return all
end

-- ids in their order, in leaves that are alike; a set that once has too many is never kept as compactly again
local function divide(state, name, key, leaf, there, all)
  local size = math.ceil(#all / math.floor(#all / HALF))
  redis.call('SREM', leaf, unpack(there))
  redis.call('SADD', leaf, unpack(all, 1, size))
  for first = size + 1, #all, size do
    redis.call('SADD', tree.leaf(state.model, name, all[first]), unpack(all, first, math.min(first + size - 1, #all)))
    appending.open(state, name, key, all[first], false)
  end
end

-- put ids into a leaf that has too little room for them; the number of those that were not there
function module.fill(state, name, key, start, ids)
  local least, leaf = tonumber(ids[1]), tree.leaf(state.model, name, start)
  if least > greatest(state) then return appending.append(state, name, key, start, ids, true) end
  local there = redis.call('SMEMBERS', leaf)
  if ascending.greatest(there) < least then return appending.append(state, name, key, start, ids, false) end
  local all = merge(there, ids)
  if #all > LEAF then divide(state, name, key, leaf, there, all) else redis.call('SADD', leaf, unpack(ids)) end
  return #all - #there
end
