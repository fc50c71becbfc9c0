--[[
move: an update that concerns no list and no unique value: it has no size to know, and none to write.
]]
local rows, sorted = lib.write.rows, lib.write.single.sorted

function module.fits(part, change) return change.before and change.after and not part.lists[1] and not part.holders[1] end

-- nothing where the server has another schema of the model
function module.run(model, part, change)
  if redis.call('HGET', model.counts, 'schema') ~= model.schema then return nil end
  sorted.check(part.sorted)
  sorted.write(part.sorted, change)
  return rows.write(change)
end
