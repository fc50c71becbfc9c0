--[[
segments: reads the ids of a branch (see lib/text/candidates/branches.lua) in their order, or backwards, a set or the leaf of a tree at a time. A position
is the id that may come next.
]]
local tree, meeting = lib.layout.tree, lib.text.candidates.meeting

local function descending(a, b) return tonumber(a) > tonumber(b) end

-- sets of few small ids give them in their order
local function sort(list, reverse)
  if reverse then table.sort(list, descending) else lib.layout.ascending.sort(list) end
end

local function of_rare(ids)
  local list = {}
  for i = 1, #ids do list[i] = lib.layout.id.text(ids[i]) end
  return list
end

-- where the leaf begins in which an id stands, or the first leaf that is read; and where the next one up does
local function ends_of(entry, from, reverse)
  local start = from and tree.leaf_of(entry.key, from) or redis.call(reverse and 'ZREVRANGE' or 'ZRANGE', entry.key, 0, 0)[1]
  return start, start and redis.call('ZRANGEBYSCORE', entry.key, '(' .. start, '+inf', 'LIMIT', 0, 1)[1]
end

-- backwards the next leaf ends right before the start of this one
local function below(entry, start)
  local more = redis.call('ZREVRANGEBYSCORE', entry.key, '(' .. start, '-inf', 'LIMIT', 0, 1)[1]
  return more and lib.layout.id.text(tonumber(start) - 1)
end

local function read_leaf(state, node, branch, from)
  local entry, model = branch.entry, node.model
  local start, next_up = ends_of(entry, from, node.reverse)
  if not start then return {}, nil end
  local list = meeting.members(state, model, branch, tree.leaf(model, entry.name, start), start, next_up)
  if node.reverse then return list, below(entry, start) end
  return list, next_up
end

-- the ids of the part in which an id stands, or of the first part, and where the next part begins
function module.read(state, node, branch, from)
  local entry, list, following = branch.entry, nil, nil
  if entry.packed then list = of_rare(lib.text.dictionary.rare.ids(entry.packed, entry.code))
  elseif lib.text.candidates.measure.is_tree(node.model, entry) then list, following = read_leaf(state, node, branch, from)
  else list = meeting.members(state, node.model, branch, entry.key) end
  sort(list, node.reverse)
  return list, following or nil
end
