--[[
put: all of an entity, whatever is stored; pairs of field and value.
]]
-- @lazy lib/arguments
function module.read(change, _, set)
  change.set = lib.arguments.list()
  change.after = lib.arguments.assign(change.set, {})
  change.replace = true
  if set.exists(change) then change.before = set.stored_row(change, {}) end
end
