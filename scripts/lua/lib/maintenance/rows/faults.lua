--[[
faults: rows that indexes cannot hold (lib/maintenance/rows/legible.lua), as they are told of.
]]
local entities, legible = lib.maintenance.rows.entities, lib.maintenance.rows.legible

-- what a reader of entities is given: tells of a field once, which may be in several indexes
function module.once(model, tell)
  local told = {}
  return function(id, at, fault)
    local place = at .. ' ' .. id
    if not told[place] then tell('illegible', model.fields[at], id, fault) end
    told[place] = true
  end
end

-- where building an index failed, whose rows are not looked at one by one before: the error for the first of them, [its id, the stored name of its field, what is wrong with it]; nil where none is at fault
function module.refusal(model, indexes, list)
  local found
  local function tell(id, at, fault) found = found or { id, model.fields[at], fault } end
  local reader = entities.reader(lib.write.state.new(model), indexes, tell)
  for i = 1, #list do
    if not legible.is_id(model, list[i]) then found = { list[i], model.id, legible.NO_ID }
    else entities.read(reader, list[i]) end
    if found then return redis.error_reply('ILLEGIBLE ' .. cjson.encode(found)) end
  end
end
