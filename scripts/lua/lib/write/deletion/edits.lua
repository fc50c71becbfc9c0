--[[
edits: fields that lose or change what they lead to, since that is deleted.
]]
local function has(list, at)
  for i = 1, #list do
    if list[i] == at then return true end
  end
  return false
end

-- whether an entity leads there still, after what the caller does to it
function module.leads(set, state, reference, id, to)
  local change = set.touched[state.model.row .. id]
  if not change or change.made then return not change or change.after and true end
  if not change.after then return false end
  local value = change.after[reference.at]
  if value ~= nil then return value == to end
  return not change.replaces and not has(change.shape.unset, reference.at)
end

-- `value`: what the field leads to instead, or false
function module.note(set, change, referrer, id, value)
  local key = referrer.state.model.row .. id
  local edit = set.edits[key]
  if not edit then
    edit = { root = change, state = referrer.state, id = id, key = key, values = {} }
    set.edits[key], set.edits[#set.edits + 1], set.made = edit, edit, set.made + 1
  end
  edit.values[referrer.reference.at] = value
end

-- an update that the caller wants of the entity, or nothing, together with the edit
local function merge(set, edit, new_change)
  local change, model, written = set.touched[edit.key], edit.state.model, {}
  local asked = change and change.shape or { set = {}, unset = {} }
  local kept = change and change.after or {}
  if not change then change = new_change(set, edit.root, edit.state, edit.id) end
  for _, at in ipairs(asked.set) do written[at] = kept[at] end
  for _, at in ipairs(asked.unset) do written[at] = false end
  for at, value in pairs(edit.values) do written[at] = value end
  lib.write.made.update(change, model, written)
end

function module.finish(set, new_change)
  -- where a default leads to is asked as of any reference
  if #set.edits > 0 then set.refers = true end
  for _, edit in ipairs(set.edits) do
    local change = set.touched[edit.key]
    if not change or change.after then merge(set, edit, new_change) end
  end
end
