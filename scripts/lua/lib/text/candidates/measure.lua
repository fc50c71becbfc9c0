--[[
measure: how many ids the list of a term has, and whether it is a tree.
]]
function module.of(model, entry)
  if not model.integer then return redis.call('ZCARD', entry.key), false end
  local tree = tonumber(redis.call('HGET', model.counts, entry.name) or nil)
  return tree or redis.call('SCARD', entry.key), tree ~= nil
end

-- a later slice, which knows how many there are, asks for those terms alone whose ids it reads
function module.is_tree(model, entry)
  if entry.tree == nil then entry.tree = select(2, module.of(model, entry)) end
  return entry.tree
end
