--[[
backing: whether the row of an entity asks for an entry of an index.
]]
local states, entities, presence = lib.write.state, lib.maintenance.rows.entities, lib.maintenance.presence
local function nothing() end

local function has(list, step, test)
  for i = 1, list and #list or 0, step do
    if test(list, i) then return true end
  end
  return false
end

-- entry: [id, what stands there, its score]: it is collected as if it were written now, and compared
function module.is_right(model, index, place, entry)
  local state, id, member, score = states.new(model), entry[1], entry[2], entry[3]
  if not lib.maintenance.rows.legible.is_id(model, id) or redis.call('TYPE', model.row .. id).ok ~= 'hash' then return false end
  if not index then return true end
  if presence.tells(index) then return presence.tells(index)(index, id, place.list) end
  if not entities.read(entities.reader(state, { index }, nothing), id) then return false end
  if has(state.come, 2, function(list, i) return list[i] == place.list end) then return true end
  if has(state.sorted, 4, function(list, i)
    return list[i] == place.key and tonumber(list[i + 1]) == tonumber(score) and presence.member(state, list[i + 2], list[i + 3]) == member
  end) then return true end
  if has(state.timed, 3, function(list, i) return list[i + 1] == score end) then return true end
  return has(state.held, 4, function(list, i) return list[i + 1] == member and presence.bucket(state, list[i], member) == place.key end)
end
