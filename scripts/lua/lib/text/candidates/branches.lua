--[[
branches: lists of ids that together have all that a search can find: of a conjunction the cheapest part, of a disjunction each. A branch is
{ entry, partner }: the ids of a term, or those that another one has as well; an empty one stands for every entity.
]]
local function of_entries(entries)
  local branches, cost = {}, 0
  for i, entry in ipairs(entries) do
    branches[i] = { entry = entry, partner = false }
    cost = cost + entry.df
  end
  return { branches = branches, cost = cost }
end

-- the cheapest of several that must all hold, narrowed by the next one
local function narrowest(covers)
  table.sort(covers, function(a, b) return a.cost < b.cost end)
  local first, second = covers[1], covers[2]
  if second and #first.branches == 1 and #second.branches == 1 and not first.branches[1].partner then
    return { branches = { { entry = first.branches[1].entry, partner = second.branches[1].entry } }, cost = first.cost }
  end
  return first
end

local cover
local function covers_of(node, part)
  local covers = {}
  for _, input in ipairs(part.inputs or {}) do
    if input.op ~= 'not' then covers[#covers + 1] = cover(node, input) end
  end
  for _, place in ipairs(part.places or {}) do
    if place then covers[#covers + 1] = of_entries(place) end
  end
  return covers
end

local function every(node)
  return { branches = { { entry = false, partner = false } }, cost = node.opened.frozen.all, every = true }
end

function cover(node, part)
  if part.entries then return of_entries(part.entries) end
  if part.op == 'not' then return every(node) end
  local covers = covers_of(node, part)
  if part.op ~= 'or' then return narrowest(covers) or every(node) end
  local all = { branches = {}, cost = 0 }
  if #covers < #part.inputs then return every(node) end
  for _, each in ipairs(covers) do
    if each.every then return each end
    for _, branch in ipairs(each.branches) do all.branches[#all.branches + 1] = branch end
    all.cost = all.cost + each.cost
  end
  -- each entity once is less than all that have each word
  return all.cost > node.opened.frozen.all and every(node) or all
end

function module.of(node, root)
  local whole = cover(node, root)
  return whole.branches, whole.cost
end
