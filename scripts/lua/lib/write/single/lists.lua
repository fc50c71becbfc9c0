--[[
lists: one entity comes to lists of ids and goes from them (see lib/layout/posting.lua).

The names of the lists stand from `first` on; for each, `comes` says whether the entity comes, and `sets` which set of the list has it.
]]
local tree, leaves, guesses, text = lib.layout.tree, lib.layout.leaves, lib.write.single.guesses, lib.layout.id.text

function module.note(part, names, change)
  local size, before, after, comes = #names, change.before, change.after, { nil, nil, nil, nil }
  for i = 1, #part do
    local index, entry = part[i].index, part[i].entry
    local from, to = before and entry(index, before) or nil, after and entry(index, after) or nil
    if from ~= to then
      if from then size, names[size + 1], comes[#comes + 1] = size + 1, from, false end
      if to then size, names[size + 1], comes[#comes + 1] = size + 1, to, true end
    end
  end
  return comes
end

-- the leaf of a tree that has an id, or would, where it need not be split and does not go; where the newest leaf of all ids begins is known
local function leaf_of(model, id, name, size, is_coming, last)
  local start = last and id + 0 >= last + 0 and last or is_coming and tree.leaf_of(model.key .. '#' .. name, id)
  local leaf = start and tree.leaf(model, name, start) or guesses.leaf_of(model, name, id)
  if is_coming then return leaves.has_room(leaf, 1) and leaf end
  return size + 0 > 1 and redis.call('SCARD', leaf) > 1 and leaf
end

-- the set of a list that is one set, where it need not become a tree
local function set_of(model, name, is_coming)
  local set = model.key .. '#' .. name
  if is_coming then return leaves.has_room(set, 1) and set end
  leaves.check(set)
  return set
end

function module.find(model, id, names, first, sizes, comes)
  local sets = { nil, nil, nil, nil }
  for i = 1, #comes do
    local name, size, is_coming, set = names[first + i - 1], sizes[first + i - 1], comes[i], nil
    if not size then set = set_of(model, name, is_coming)
    elseif name ~= 'ids' then set = leaf_of(model, id, name, size, is_coming)
    elseif sizes[2] or not is_coming then set = leaf_of(model, id, name, size, is_coming, sizes[2]) end
    if not set then return nil end
    sets[i] = set
  end
  return sets
end

function module.write(id, names, first, sizes, comes, sets, changed)
  for i = 1, #sets do
    local by, size = comes[i] and redis.call('SADD', sets[i], id) or -redis.call('SREM', sets[i], id), sizes[first + i - 1]
    if size and by ~= 0 then changed[#changed + 1], changed[#changed + 2] = names[first + i - 1], text(size + by) end
  end
end
