--[[
missing_times: of the times when entities expire, as they are collected in a state, those that the list of times lacks.
]]
local try = lib.maintenance.shapes.try

local function is_listed(key, time, id)
  local start = lib.layout.lifetimes.start_of(key, tonumber(time), id)
  local found = start and redis.call('ZSCORE', key .. '/' .. start, id)
  return found and tonumber(found) == tonumber(time)
end

-- only they stay in the state; tell(what, name, id)
function module.keep(state, tell)
  local list = state.timed or {}
  state.timed = false
  for i = 1, #list, 3 do
    if not try(is_listed, list[i], list[i + 1], list[i + 2].id) then
      lib.write.groups.push(state, 'timed', list[i], list[i + 1], list[i + 2])
      tell('missing', string.sub(list[i], #state.model.key + 2), list[i + 2].id)
    end
  end
end
