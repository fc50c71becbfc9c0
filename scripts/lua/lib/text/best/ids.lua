--[[
ids: the entities that may have all of some terms (see lib/text/best/answer.lua), in the order of their ids.
]]
local call, id_text = redis.call, lib.layout.id.text

-- ids of a rare term
local function of_rare(entries)
  local least = nil
  for i = 1, #entries do
    local ids = entries[i].ids
    if ids and (not least or #ids < #least) then least = ids end
  end
  if not least then return nil end
  local list = {}
  for i = 1, #least do list[i] = id_text(least[i]) end
  return list
end

local function has_tree(trees)
  for i = 1, #trees do
    if trees[i] then return true end
  end
  return false
end

local function of_sets(entries)
  if not entries[2] then return call('SMEMBERS', entries[1].key) end
  local keys = {}
  for i = 1, #entries do keys[i] = entries[i].key end
  return call('SINTER', unpack(keys))
end

-- the places of the shortest list and of the next one
local function shortest(counts)
  local first, second = 1, nil
  for i = 2, #counts do
    if counts[i] < counts[first] then first, second = i, first
    elseif not second or counts[i] < counts[second] then second = i end
  end
  return first, second
end

-- entries: of the terms, with the number of entities that have each, and whether its list is a tree; nothing where they are too many
function module.of(prefix, entries, counts, trees)
  local list, first, second = of_rare(entries), shortest(counts)
  if list then return list end
  if not has_tree(trees) then list = of_sets(entries)
  elseif second then list = lib.text.best.leaves.meet(prefix, entries[first], trees[first], entries[second], trees[second]) end
  -- sets of few small ids give them in their order
  if list then lib.layout.ascending.sort(list) end
  return list
end
