--[[
best_leaves: the entities that two lists have (see lib/text/best.lua), one of which is a tree: the shorter one leads, and each leaf of it is compared
with those leaves of the other that may have the same ids.
]]
local call, tree = redis.call, lib.layout.tree
-- leaves of the shorter list, and entities, that one call has time for
local LEAVES, MOST = 8, 1000

-- the sets of a list that have any of the ids from one up to another
local function sets_between(prefix, entry, is_tree, low, high)
  if not is_tree then return { entry.key } end
  local sets = call('ZRANGEBYSCORE', entry.key, '(' .. low, high and '(' .. high or '+inf')
  table.insert(sets, 1, tree.leaf_of(entry.key, low))
  for i = 1, #sets do sets[i] = prefix .. '#' .. sets[i] .. '/' .. entry.name end
  return sets
end

-- those that two lists have, leaf by leaf of the first; nothing where these are too many
function module.meet(prefix, first, is_tree, second, is_second_tree)
  local starts, found = is_tree and call('ZRANGE', first.key, 0, LEAVES) or { '0' }, {}
  if #starts > LEAVES then return nil end
  for i = 1, #starts do
    local leaf = is_tree and prefix .. '#' .. starts[i] .. '/' .. first.name or first.key
    for _, other in ipairs(sets_between(prefix, second, is_second_tree, starts[i], starts[i + 1])) do
      local ids = call('SINTER', leaf, other)
      for k = 1, #ids do found[#found + 1] = ids[k] end
    end
    if #found > MOST then return nil end
  end
  return found
end
