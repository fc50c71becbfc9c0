--[[
leading: the ids of the entities whose field leads to an entity, from the index of the field.
]]
local counts, tree, buckets = lib.layout.counts, lib.layout.tree, lib.layout.buckets

local function index_of(model, at)
  for _, index in ipairs(model.indexes) do
    local fits = #index.at == 1 and index.at[1] == at
    if fits and (index.kind == 'exact' or index.kind == 'unique') then return index end
  end
end

local function of_tree(model, name, key)
  local ids = {}
  for _, start in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    for _, id in ipairs(redis.call('SMEMBERS', tree.leaf(model, name, start))) do ids[#ids + 1] = id end
  end
  return ids
end

-- all ids of a list, or their number where they are more than `most`
local function of_list(state, name, most)
  local model, key = state.model, state.model.key .. '#' .. name
  local size = model.integer and counts.get(state, name)
  local total = size or redis.call(model.integer and 'SCARD' or 'ZCARD', key)
  if total > most then return nil, total end
  if size then return of_tree(model, name, key) end
  if model.integer then return redis.call('SMEMBERS', key) end
  return redis.call('ZRANGE', key, 0, -1)
end

-- the ids, or (nil and) their number where they are more than `most`
function module.to(state, reference, id, most)
  local index = index_of(state.model, reference.at)
  if not index then return {} end
  if index.kind == 'exact' then return of_list(state, lib.write.indexes.exact.list_of(index, id), most) end
  local holder = buckets.holder(index.key, id, counts.get(state, index.buckets) or 1)
  return holder and { holder } or {}
end
