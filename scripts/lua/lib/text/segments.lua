--[[
segments: reads the ids of a branch (see lib/text/branches.lua) in their order, a set or the leaf of a tree at a time. A position is the id
that may come next.
]]
local tree = lib.layout.tree
-- leaves of a partner that are worth asking: more of them take longer than reading the texts
local LEAVES = 8

local function ascending(a, b) return tonumber(a) < tonumber(b) end

local function sort(list)
  for i = 2, #list do
    if tonumber(list[i - 1]) > tonumber(list[i]) then return table.sort(list, ascending) end
  end
end

-- the sets of a list of ids that have any from one id up to, not including, another one
local function sets_between(model, entry, low, high)
  if not entry.tree then return { entry.key } end
  local first = low and tree.leaf_of(entry.key, low) or redis.call('ZRANGE', entry.key, 0, 0)[1]
  local starts = { first }
  for _, start in ipairs(redis.call('ZRANGEBYSCORE', entry.key, '(' .. first, high and '(' .. high or '+inf', 'LIMIT', 0, LEAVES)) do
    starts[#starts + 1] = start
  end
  for i = 1, #starts do starts[i] = tree.leaf(model, entry.name, starts[i]) end
  return starts
end

local function members(state, model, branch, key, low, high)
  local partner = branch.partner and not branch.partner.ids and sets_between(model, branch.partner, low, high)
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

local function of_rare(ids)
  local list = {}
  for i = 1, #ids do list[i] = lib.layout.id.text(ids[i]) end
  return list
end

-- the ids of the part in which an id stands, or of the first part, and where the next part begins
function module.read(state, model, branch, from)
  local entry = branch.entry
  if entry.ids then return of_rare(entry.ids), nil end
  local start = entry.tree and (from and tree.leaf_of(entry.key, from) or redis.call('ZRANGE', entry.key, 0, 0)[1])
  local following = start and redis.call('ZRANGEBYSCORE', entry.key, '(' .. start, '+inf', 'LIMIT', 0, 1)[1]
  local list = members(state, model, branch, start and tree.leaf(model, entry.name, start) or entry.key, start, following)
  sort(list)
  return list, following or nil
end
