--[[
put: all of an entity, whatever is stored; pairs of field and value.
]]
function module.read(change, _, set)
  change.set = lib.write.arguments.list()
  change.after = lib.write.arguments.assign(change.set, {})
  change.replace = true
  if set.exists(change) then change.before = lib.write.stored_row.read(change) end
end
