--[[
leaves: the entities that two lists have (see lib/text/best/answer.lua), one of which is a tree: the shorter one leads, and each leaf of it is compared
with those leaves of the other that may have the same ids. Where these are many, its ids are taken as they are: reading their texts takes less.
]]
local call = redis.call
-- leaves of the shorter list, and of the other for each of them; entities that one call has time for
local LEAVES, MOST = 8, 1000

local function named(prefix, start, entry) return prefix .. '#' .. start .. '/' .. entry.name end

-- where the leaves of a tree begin; nil where they are too many
local function starts_of(entry, most)
  local starts = call('ZRANGE', entry.key, 0, most)
  return #starts <= most and starts or nil
end

-- sets(low, high) gives those of a list that may have ids from one up to another; nil where they are too many
local function sets_of(prefix, entry, is_tree)
  local starts = is_tree and starts_of(entry, LEAVES * LEAVES)
  return function(low, high)
    if not starts then return not is_tree and { entry.key } or nil end
    local sets, from, to = {}, tonumber(low), tonumber(high or nil) or math.huge
    for i = 1, #starts do
      local following = starts[i + 1]
      if starts[i] + 0 < to and (not following or following + 0 > from) then sets[#sets + 1] = named(prefix, starts[i], entry) end
    end
    return #sets <= LEAVES and sets or nil
  end
end

local function append(found, ids)
  local size = #found
  for i = 1, #ids do found[size + i] = ids[i] end
end

-- those that two lists have, leaf by leaf of the first; nothing where these are too many
function module.meet(prefix, first, is_tree, second, is_second_tree)
  local starts, found = is_tree and starts_of(first, LEAVES) or not is_tree and { '0' }, {}
  if not starts then return nil end
  local sets = sets_of(prefix, second, is_second_tree)
  for i = 1, #starts do
    local leaf, others = is_tree and named(prefix, starts[i], first) or first.key, sets(starts[i], starts[i + 1])
    for k = 1, others and #others or 0 do append(found, call('SINTER', leaf, others[k])) end
    if not others then append(found, call('SMEMBERS', leaf)) end
    if #found > MOST then return nil end
  end
  return found
end
