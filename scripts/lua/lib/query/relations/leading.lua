--[[
leading: the entities whose field leads to an entity, by the index of that field: exact, or unique where there is at most one.
]]
-- the leaf of what leads to an id; `via` is that index as the client names it (src/plan/plan.ts)
function module.to(via, model, id)
  local leaf = { op = via.op, n = 0, field = via.field, model = model, key = via.key }
  if via.op == 'unique' then leaf.buckets, leaf.values = via.buckets, { id }
  else
    -- an index names a long value by its digest
    leaf.key = #id > via.longest and via.digested .. redis.sha1hex(id) or via.key .. id
    leaf.value = id
  end
  return leaf
end

-- where the entities of a list lead to, false for those that lead nowhere
function module.ends(state, model, field, list)
  return lib.query.lists.values(state, { model = model, field = field }, list)
end

-- of ids that rows store those whose entities are there
function module.existing(state, model, ids)
  local list = lib.query.node.keep(state, model.all, ids)
  return model.lapses and lib.query.lapsed.without(state, model, list) or list
end
