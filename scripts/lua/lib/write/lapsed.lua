--[[
lapsed: entities whose time has come are deleted as by a delete that the caller asked for, behind all that it did ask for.
]]
-- the id and all values, for those who want to know what expired
local function row_of(state, id, key)
  local row = redis.call('HMGET', key, unpack(state.model.fields))
  table.insert(row, 1, id)
  return row
end

-- each once
function module.push(set, state, id, key)
  set.lapsed = set.lapsed or {}
  if set.lapsed[key] then return end
  set.lapsed[key], set.lapsed[#set.lapsed + 1] = true, { state, id, key }
end

function module.add(set)
  for _, entity in ipairs(set.lapsed or {}) do
    local state, id, key = unpack(entity)
    local change = lib.write.change.new(state, id, lib.write.shapes.of(state.model, ''), 0, #set.list)
    change.row, change.lapsed = row_of(state, id, key), true
    set.list[#set.list + 1], set.touched[key] = change, set.touched[key] or change
    lib.write.changes.delete.read(change, set)
  end
end

-- the number of the model and the row of each that went
function module.tell(set, results)
  for i, entity in ipairs(set.lapsed) do
    local row = set.list[set.given + i].row
    for number, state in ipairs(set.states) do if state == entity[1] then table.insert(row, 1, number) end end
    results[set.given + i] = row
  end
end
