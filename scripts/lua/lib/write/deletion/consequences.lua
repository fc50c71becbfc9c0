--[[
consequences: what the deletion of an entity means to one that leads to it, by the rule of the field.
]]
local edits, defaults = lib.write.deletion.edits, lib.write.deletion.defaults

function module.new_change(set, root, state, id)
  local change = lib.write.made.change(state, id, root)
  set.list[#set.list + 1], set.touched[change.key], set.made = change, change, set.made + 1
  return change
end

-- it goes, whatever the caller wanted of it
local function delete(set, root, state, id)
  local change = set.touched[state.model.row .. id] or module.new_change(set, root, state, id)
  change.shape, change.after = lib.write.shapes.of(state.model, ''), false
  change.before = lib.write.rows.stored(change)
  if change.before then set.going[#set.going + 1] = change end
end

local function cascade(set, change, state, id)
  local known = set.touched[state.model.row .. id]
  -- what is deleted because time has come waits for what the caller does
  if set.waits and known and not known.made then return lib.write.lapsed.wait(change) end
  delete(set, change, state, id)
end

-- one whose time has come is gone: it neither restricts nor leads elsewhere
local function is_gone(set, state, id)
  local key = state.model.row .. id
  return state.model.expiry and not set.touched[key] and lib.write.expiry.is_over(set, key)
end

function module.apply(set, change, referrer, id)
  local reference, state = referrer.reference, referrer.state
  local rule = reference.onDelete
  local known = set.touched[state.model.row .. id]
  -- one whose time has come goes by itself; what takes its id is another one, whose fields are looked at as those of any new entity
  if known and known.blind or not edits.leads(set, state, reference, id, change.id) then return end
  if rule == 'cascade' then return cascade(set, change, state, id) end
  if is_gone(set, state, id) then return end
  if rule == 'restrict' then return lib.write.deletion.restrictions.note(set, change, referrer, id) end
  edits.note(set, change, referrer, id, rule == 'set default' and defaults.take(set, referrer))
end
