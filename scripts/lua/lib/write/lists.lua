--[[
lists: entities come to lists of ids and go from them (see lib/layout/posting.lua), all of one list at once.
]]
local posting, groups = lib.layout.posting, lib.write.groups

local function add_names(names, list)
  local size = #names
  for i = 1, #list, 2 do
    size = size + 1
    names[size] = list[i]
    -- of the list of all ids also where its last leaf begins
    if list[i] == 'ids' then size, names[size + 1] = size + 1, 'last' end
  end
end

-- the sizes of the lists
function module.names(state, names)
  if state.come then add_names(names, groups.first_of_each(state.come)) end
  if state.gone then add_names(names, groups.first_of_each(state.gone)) end
end

function module.check(state)
  local come, gone = state.come and groups.first_of_each(state.come), state.gone and groups.first_of_each(state.gone)
  for i = 1, come and #come or 0, 2 do posting.check(state, come[i]) end
  for i = 1, gone and #gone or 0, 2 do posting.check(state, gone[i]) end
end

-- two indexes of a field share the list of those without a value
local function is_again(list, place)
  for i = 1, place - 1, 2 do
    if list[i] == list[place] then return true end
  end
  return false
end

-- work(state, name, ids) for each list
local function each(state, list, work)
  if state.alone then
    for i = 1, #list, 2 do
      if not is_again(list, i) then work(state, list[i], { list[i + 1].id }) end
    end
    return
  end
  local by_name, last = {}, nil
  for i = 1, #list, 2 do
    local group, id = by_name[list[i]], list[i + 1].id
    if not group or group[#group] ~= id then groups.append(by_name, list[i], id) end
  end
  -- the list of all ids last: the other lists ask it whether an id is the newest
  by_name.ids, last = nil, by_name.ids
  for name, ids in pairs(by_name) do work(state, name, ids) end
  if last then work(state, 'ids', last) end
end

function module.remove(state) each(state, state.gone, posting.remove) end
function module.add(state) each(state, state.come, posting.add) end
