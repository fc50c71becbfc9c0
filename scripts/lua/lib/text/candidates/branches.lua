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
local function covers_of(state, node, part)
  local covers = {}
  for _, input in ipairs(part.inputs or {}) do
    if input.op ~= 'not' then covers[#covers + 1] = cover(state, node, input) end
  end
  for _, place in ipairs(part.places or {}) do
    if place then covers[#covers + 1] = of_entries(place) end
  end
  return covers
end

local function every(state, node)
  return { branches = { { entry = false, partner = false } }, cost = lib.query.node.size(state, node.model.all), every = true }
end

function cover(state, node, part)
  if part.entries then return of_entries(part.entries) end
  if part.op == 'not' then return every(state, node) end
  local covers = covers_of(state, node, part)
  if part.op ~= 'or' then return narrowest(covers) or every(state, node) end
  local all = { branches = {}, cost = 0 }
  if #covers < #part.inputs then return every(state, node) end
  for _, each in ipairs(covers) do
    if each.every then return each end
    for _, branch in ipairs(each.branches) do all.branches[#all.branches + 1] = branch end
    all.cost = all.cost + each.cost
  end
  return all
end

function module.of(state, node, root)
  local whole = cover(state, node, root)
  return whole.branches, whole.cost
end
