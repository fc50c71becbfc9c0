--[[
put: all of an entity, whatever is stored; pairs of field and value.
]]
-- @lazy lib/arguments
-- @lazy lib/stored_row
function module.read(change, _, set)
  change.set = lib.arguments.list()
  change.after = lib.arguments.assign(change.set, {})
  change.replace = true
  if set.exists(change) then change.before = lib.stored_row.read(change) end
end
