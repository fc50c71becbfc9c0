--[[
swap: an update that tells what its fields held before: those it sets, then those it takes away; false for nothing.
]]
function module.read(change, set)
  lib.write.changes.update.read(change, set)
  local before, shape = change.before, change.shape
  if not before then return end
  local held, size = {}, #shape.set
  for i = 1, size do held[i] = before[shape.set[i]] or false end
  for i = 1, #shape.unset do held[size + i] = before[shape.unset[i]] or false end
  change.held, change.told = held, 'held'
end
