--[[
presence: where an entry of an entity is kept, and whether a list has it.
]]
local counts, tree, buckets = lib.layout.counts, lib.layout.tree, lib.layout.buckets

-- whether a list of ids has one
function module.lists(state, name, id)
  local key = state.model.key .. '#' .. name
  if not state.model.integer then return redis.call('ZSCORE', key, id) ~= false end
  if counts.get(state, name) then key = tree.leaf(state.model, name, tree.leaf_of(key, id) or '0') end
  return redis.call('SISMEMBER', key, id) == 1
end

function module.member(state, beginning, change)
  local member = lib.layout.id.member(state.model.integer, change.id)
  return beginning == '' and member or beginning .. member
end

function module.bucket(state, index, value)
  return buckets.key(index.key, buckets.address(value, counts.get(state, index.buckets) or 1))
end
