--[[
lists: one entity comes to lists of ids and goes from them (see lib/layout/posting.lua).

The names of the lists stand from `first` on; for each, `comes` says whether the entity comes, and `sets` which set of the list has it.
]]
local tree, leaves, text = lib.layout.tree, lib.layout.leaves, lib.layout.id.text

function module.note(part, names, change)
  local size, before, after, comes = #names, change.before, change.after, {}
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

-- the set of a list that has an id, or would; where the newest leaf of all ids begins is known
local function set_of(model, id, name, size, last)
  local key = model.key .. '#' .. name
  if not size then return key end
  local start = last and tonumber(id) >= tonumber(last) and last or tree.leaf_of(key, id)
  return tree.leaf(model, name, start)
end

-- false where it would be split, or would go
local function fits(set, size, is_coming)
  if is_coming then return leaves.has_room(set, 1) end
  if size then return tonumber(size) > 1 and redis.call('SCARD', set) > 1 end
  leaves.check(set)
  return true
end

function module.find(model, id, names, first, sizes, comes)
  local sets = {}
  for i = 1, #comes do
    local name, size, last = names[first + i - 1], sizes[first + i - 1], nil
    if name == 'ids' then
      last = sizes[2]
      if size and comes[i] and not last then return nil end
    end
    local set = set_of(model, id, name, size, last)
    if not fits(set, size, comes[i]) then return nil end
    sets[i] = set
  end
  return sets
end

function module.write(id, names, first, sizes, comes, sets, changed)
  for i = 1, #sets do
    local by, size = comes[i] and redis.call('SADD', sets[i], id) or -redis.call('SREM', sets[i], id), sizes[first + i - 1]
    if size and by ~= 0 then changed[#changed + 1], changed[#changed + 2] = names[first + i - 1], text(tonumber(size) + by) end
  end
end
