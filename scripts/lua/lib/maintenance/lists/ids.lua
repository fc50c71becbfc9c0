--[[
ids: the ids that lists have (see lib/layout/tree.lua), part by part, where they are kept as they should be.
]]
local counts, shapes, trees, read_set = lib.layout.counts, lib.maintenance.shapes, lib.maintenance.lists.trees, lib.maintenance.lists.set_parts.read

-- ids that are not numbers stand in their order only where all have one score
local function read_texts(place, tell, repairs)
  local reply = redis.call('ZSCAN', place.key, place.cursor, 'COUNT', 100)
  local ids, found = {}, reply[2]
  for i = 1, #found, 2 do
    ids[#ids + 1] = found[i]
    if tonumber(found[i + 1]) ~= 0 then
      tell('missing', place.list, found[i])
      if repairs then redis.call('ZADD', place.key, 0, found[i]) end
    end
  end
  return ids, reply[1]
end

-- those that belong into the leaf
local function read_leaf(state, place, tell, repairs)
  local all, following = read_set(place.key, place.cursor)
  local ids, wrong = {}, {}
  for _, id in ipairs(all) do
    if place.holds(id) then ids[#ids + 1] = id else wrong[#wrong + 1] = id end
  end
  for _, id in ipairs(wrong) do tell('orphan', place.list, id) end
  if repairs and #wrong > 0 then counts.add(state, place.list, -redis.call('SREM', place.key, unpack(wrong))) end
  return ids, following
end

-- place: { key, name, list, cursor } of a key of a list of ids; the ids of the part, and the cursor of the next
function module.read(state, place, tell, repairs)
  local function is(kind)
    if shapes.check(place.key, kind, place.name, tell, repairs) then return true end
    if repairs and place.name == place.list then lib.maintenance.lists.keys.forget(state, place.list) end
    return false
  end
  if not state.model.integer then
    if place.name ~= place.list then return {}, shapes.drop(place, tell, repairs) end
    if is('zset') then return read_texts(place, tell, repairs) end
  elseif place.name ~= place.list then
    place.holds = trees.bounds(state, place)
    -- a list without a size is written as a short one, and a leaf may be met before what leads to it
    if place.holds and repairs then trees.check_size(state, place, tell, repairs) end
    if place.holds then
      if is('set') then return read_leaf(state, place, tell, repairs) end
    else trees.drop_leaf(place, tell, repairs) end
  elseif redis.call('TYPE', place.key).ok == 'zset' then
    return {}, trees.check(state, place, tell, repairs)
  elseif is('set') then return read_set(place.key, place.cursor) end
  return {}, '0'
end
