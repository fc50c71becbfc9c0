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
function module.push(set, state, id, key, is_needed)
  set.lapsed = set.lapsed or {}
  if set.lapsed[key] then return end
  set.lapsed[key], set.lapsed[#set.lapsed + 1] = true, { state, id, key, is_needed }
end

function module.add(set)
  for _, entity in ipairs(set.lapsed or {}) do
    local state, id, key, is_needed = unpack(entity)
    local change = lib.write.change.new(state, id, lib.write.shapes.of(state.model, ''), 0, #set.list)
    change.row, change.lapsed, change.needed = row_of(state, id, key), true, is_needed
    set.list[#set.list + 1], set.touched[key] = change, set.touched[key] or change
    lib.write.changes.delete.read(change, set)
  end
end

-- what is left of it goes by later calls, and so do those because of which it goes
function module.wait(change)
  while change and not change.waits do
    change.before, change.waits, change = false, true, change.parent
  end
end

function module.is_any_waiting(set)
  for i = 1, #(set.lapsed or {}) do
    if set.list[set.given + i].waits then return true end
  end
  return false
end

-- the number of the model and the row of each that went
function module.tell(set, results)
  for i, entity in ipairs(set.lapsed) do
    local change = set.list[set.given + i]
    for number, state in ipairs(set.states) do if state == entity[1] then table.insert(change.row, 1, number) end end
    if not change.waits then results[#results + 1] = change.row end
  end
end
