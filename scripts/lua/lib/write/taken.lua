--[[
taken: whether the unique values that a call takes are free, once it is known which it gives back: values may be swapped.

`held` is the flat list of lib/write/state.lua, with the buckets.
]]

-- the caller of a change may not know what else stands in its row: it is told the values of the fields, in the order of the index. What
-- comes of a batch has no row: it is read again, and then told (lib/write/batch/changes.lua)
local function refuse(state, set, change, index, holder)
  local row, values = change.after or {}, {}
  for place, at in ipairs(index.at) do values[place] = row[at] or cjson.null end
  set:refuse('UNIQUE', change.position, index.name, holder, state.model.model, values)
end

-- a table for each index; `step`: of the flat list
local function by_index(list, step)
  local result = {}
  for i = 1, list and #list or 0, step do result[list[i]] = result[list[i]] or {} end
  return result
end

local function freed_values(freed)
  local result = by_index(freed, 2)
  for i = 1, freed and #freed or 0, 2 do result[freed[i]][freed[i + 1]] = true end
  return result
end

local function check_one(state, set, held)
  for i = 1, #held, 4 do
    local holder = redis.call('HGET', held[i + 3], held[i + 1])
    if holder and holder ~= held[i + 2].id then refuse(state, set, held[i + 2], held[i], holder) end
  end
end

function module.check(state, set, held)
  if state.alone then return check_one(state, set, held) end
  local freed, taken = freed_values(state.freed), by_index(held, 4)
  for i = 1, #held, 4 do
    local index, value, change = held[i], held[i + 1], held[i + 2]
    local holder, known = redis.call('HGET', held[i + 3], value), taken[index]
    if known[value] then refuse(state, set, change, index, known[value])
    elseif holder and holder ~= change.id and not (freed[index] and freed[index][value]) then refuse(state, set, change, index, holder) end
    known[value] = change.id
  end
end
