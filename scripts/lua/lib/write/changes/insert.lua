--[[
insert: a new entity; pairs of field and value. The server makes the id where it is empty.
]]
-- the sizes of the lists that the entity will stand in are read together with those of all others
local function note_lists(model, row)
  for _, index in ipairs(model.exacts) do
    local value = row[index.single]
    if value then model.lists[#model.lists + 1] = lib.write.indexes.exact.list_of(index, value) end
  end
end

function module.read(change, position, set)
  change.set = lib.write.arguments.list()
  change.after = lib.write.arguments.assign(change.set, {})
  note_lists(change.model, change.after)
  if change.id == '' then return end
  if set.exists(change) then set.refuse('ENTITY_EXISTS', position, change.id) end
  call.created[change.key] = true
end
