--[[
missing: of the entries that entities should have, as they are collected in a state, those that are not there.
]]
local presence, groups, try = lib.maintenance.presence, lib.write.groups, lib.maintenance.shapes.try

local function is_sorted(state, key, score, beginning, change)
  local found = try(redis.call, 'ZSCORE', key, presence.member(state, beginning, change))
  return found and tonumber(found) == tonumber(score)
end

-- each of these leaves in a list of the state what is missing, and tells of it: tell(what, name, id, holder)
local function keep_come(state, tell)
  local list = state.come or {}
  state.come = false
  for i = 1, #list, 2 do
    if not presence.lists(state, list[i], list[i + 1].id) then
      groups.push(state, 'come', list[i], list[i + 1])
      tell('missing', list[i], list[i + 1].id)
    end
  end
end

local function keep_sorted(state, tell)
  local list = state.sorted or {}
  state.sorted = false
  for i = 1, #list, 4 do
    if not is_sorted(state, list[i], list[i + 1], list[i + 2], list[i + 3]) then
      groups.push(state, 'sorted', list[i], list[i + 1], list[i + 2], list[i + 3])
      tell('missing', string.sub(list[i], #state.model.key + 2), list[i + 3].id)
    end
  end
end

local function keep_held(state, tell)
  local list = state.held or {}
  state.held = false
  for i = 1, #list, 4 do
    local index, value, change = list[i], list[i + 1], list[i + 2]
    local holder = try(redis.call, 'HGET', presence.bucket(state, index, value), value)
    if not holder then groups.push(state, 'held', index, value, change, false) end
    if holder ~= change.id then tell(holder and 'taken' or 'missing', index.size, change.id, holder) end
  end
end

-- only they stay in the state
function module.keep(state, tell)
  keep_come(state, tell)
  keep_sorted(state, tell)
  keep_held(state, tell)
  lib.maintenance.rows.missing_times.keep(state, tell)
end
