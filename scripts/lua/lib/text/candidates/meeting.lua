--[[
meeting: the ids of a set of a branch (see lib/text/candidates/branches.lua), of which only those that the partner's sets have, where these are few.
]]
local tree = lib.layout.tree
-- leaves of a partner that are worth asking: more of them take longer than reading the texts
local LEAVES = 8

-- the sets of a list of ids that have any from one id up to, not including, another one
local function sets_between(model, entry, low, high)
  if not lib.text.candidates.measure.is_tree(model, entry) then return { entry.key } end
  local first = low and tree.leaf_of(entry.key, low) or redis.call('ZRANGE', entry.key, 0, 0)[1]
  local starts = { first }
  for _, start in ipairs(redis.call('ZRANGEBYSCORE', entry.key, '(' .. first, high and '(' .. high or '+inf', 'LIMIT', 0, LEAVES)) do
    starts[#starts + 1] = start
  end
  for i = 1, #starts do starts[i] = tree.leaf(model, entry.name, starts[i]) end
  return starts
end

function module.members(state, model, branch, key, low, high)
  local partner = branch.partner and not branch.partner.packed and sets_between(model, branch.partner, low, high)
  if not partner or #partner > LEAVES then
    local list = redis.call('SMEMBERS', key)
    state.spent = state.spent + 1 + #list / 16
    return list
  end
  local list = {}
  for _, other in ipairs(partner) do
    state.spent = state.spent + 8
    for _, id in ipairs(redis.call('SINTER', key, other)) do list[#list + 1] = id end
  end
  return list
end
