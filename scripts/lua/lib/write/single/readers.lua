--[[
readers: the kinds of change that lib/write/single writes; each gives { before, after } as lib/write/changes does, or nothing where
the general way has to refuse.
]]
local rows, update = lib.write.rows, lib.write.changes.update

function module.insert(change, model)
  -- an id that was given may move the counter on
  if change.id ~= '' and (model.counted or rows.exists(change)) then return nil end
  change.after, change.told = rows.given(change), 'id'
  return change
end

function module.update(change, model)
  local before = rows.stored(change)
  if not before or update.difference(change, before) then return nil end
  if model.version_at and before[model.version_at] ~= model.version then return nil end
  change.before, change.after = before, update.merged(change, before)
  return change
end

function module.delete(change)
  change.before = rows.stored(change)
  return change.before and change
end

module.remove = module.delete
