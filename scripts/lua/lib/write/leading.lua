--[[
leading: the ids of the entities whose field leads to an entity, from the index of the field.
]]
local counts, tree, buckets = lib.layout.counts, lib.layout.tree, lib.layout.buckets

function module.index_of(model, at)
  for _, index in ipairs(model.indexes) do
    local fits = #index.at == 1 and index.at[1] == at
    if fits and (index.kind == 'exact' or index.kind == 'unique') then return index end
  end
end

local function of_tree(model, name, key, most)
  local ids, total = {}, 0
  for _, start in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    local leaf = redis.call('SMEMBERS', tree.leaf(model, name, start))
    for i = 1, math.min(#leaf, most - total) do total, ids[total + 1] = total + 1, leaf[i] end
    if total >= most then return ids end
  end
  return ids
end

local function first(ids, most) return #ids <= most and ids or { unpack(ids, 1, most) } end

-- the ids of a list, at most so many, and their number
function module.of_list(state, name, most, is_part)
  local model, key = state.model, state.model.key .. '#' .. name
  local size = model.integer and counts.get(state, name)
  local total = size or redis.call(model.integer and 'SCARD' or 'ZCARD', key)
  if total > most and not is_part or most <= 0 then return {}, total end
  if size then return of_tree(model, name, key, most), total end
  if model.integer then return first(redis.call('SMEMBERS', key), most), total end
  return redis.call('ZRANGE', key, 0, most - 1), total
end

-- the ids, and their number; of more than `most` none, or the first ones where a part will do
function module.to(state, reference, id, most, is_part)
  local index = module.index_of(state.model, reference.at)
  if not index then return {}, 0 end
  if index.kind == 'exact' then return module.of_list(state, lib.write.indexes.exact.list_of(index, id), most, is_part) end
  local holder = buckets.holder(index.key, id, counts.get(state, index.buckets) or 1)
  if not holder then return {}, 0 end
  return most > 0 and { holder } or {}, 1
end
