--[[
orphans: entries whose entity is gone, or says something else.
]]
local states, entities, presence, owners = lib.write.state, lib.maintenance.entities, lib.maintenance.presence, lib.maintenance.owners

local function has(list, step, test)
  for i = 1, list and #list or 0, step do
    if test(list, i) then return true end
  end
  return false
end

-- whether the entity has the entry: it is collected as if it were written now, and compared
local function is_right(model, index, place, entry)
  local state, id, member, score = states.new(model), entry[1], entry[2], entry[3]
  if redis.call('TYPE', model.row .. id).ok ~= 'hash' then return false end
  if not index then return true end
  if presence.tells(index) then return presence.tells(index)(index, id, place.list) end
  if not entities.read(entities.reader(state, { index }), id) then return false end
  if has(state.come, 2, function(list, i) return list[i] == place.list end) then return true end
  if has(state.sorted, 4, function(list, i)
    return list[i] == place.key and tonumber(list[i + 1]) == tonumber(score) and presence.member(state, list[i + 2], list[i + 3]) == member
  end) then return true end
  if has(state.timed, 3, function(list, i) return list[i + 1] == score end) then return true end
  return has(state.held, 4, function(list, i) return list[i + 1] == member and presence.bucket(state, list[i], member) == place.key end)
end

-- taken out with the sizes that count it
local function remove(state, place, index, wrong)
  if #wrong == 0 then return end
  if index and index.kind == 'expiry' then
    -- with the leaf, where nothing else is in it
    for i = 1, #wrong do lib.layout.lifetimes.take(index.key, string.sub(place.key, #index.key + 2), wrong[i]) end
  elseif redis.call('TYPE', place.key).ok == 'hash' then
    lib.layout.counts.add(state, index.size, -redis.call('HDEL', place.key, unpack(wrong)))
  elseif place.key ~= state.model.key .. '#' .. place.list or owners.is_list(index, place.list) then
    lib.layout.posting.remove(state, place.list, wrong)
  else redis.call('ZREM', place.key, unpack(wrong)) end
  if state.changed then lib.layout.counts.write(state) end
end

-- problems as [what, name, id] of a part of a key, and the cursor of the next
function module.check(model, name, cursor, repairs)
  local state, list = states.new(model), string.match(name, '^%d+/(.+)$') or name
  local index = owners.owner(model, list)
  if index == nil then return lib.maintenance.pairs.check(state, name, list, cursor, repairs) end
  -- what nobody keeps
  if index and index.state == 'stale' then return {}, '0' end
  local place, problems, wrong = { key = model.key .. '#' .. name, name = name, list = list, cursor = cursor }, {}, {}
  if index and index.kind == 'text' then return lib.maintenance.word_keys.check(state, index, place, repairs) end
  local entries, following = lib.maintenance.pieces.read(state, name, list, cursor, index)
  for _, entry in ipairs(entries) do
    if not is_right(model, index, place, entry) then
      problems[#problems + 1], wrong[#wrong + 1] = { 'orphan', list, entry[1] }, entry[2]
    end
  end
  if repairs then remove(state, place, index, wrong) end
  return problems, following
end
