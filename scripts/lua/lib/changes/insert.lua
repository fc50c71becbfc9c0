--[[
insert: a new entity; pairs of field and value. The server makes the id where it is empty.
]]
-- @lazy lib/arguments
function module.read(change, position, set)
  change.set = lib.arguments.list()
  change.after = lib.arguments.assign(change.set, {})
  if change.id == '' then return end
  if set.exists(change) then set.refuse('ENTITY_EXISTS', position, change.id) end
  call.created[change.key] = true
end
