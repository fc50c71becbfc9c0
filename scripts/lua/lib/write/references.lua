--[[
references: what is written leads to entities that are there, or come with the same call.

A model's `references` are its fields that lead to an entity: `at` is the position of the field, `row` what the keys of the
entities begin with, `onDelete` the rule, `expires` whether they do (src/write/descriptor.ts). Those of the rule `no action` may lead nowhere.
]]
-- an entity that is deleted by the same call is not there
function module.is_there(set, key, expires)
  local change = set.touched[key]
  if change then return change.after and true end
  local known = set.there[key]
  if known == nil then
    known = redis.call('EXISTS', key) == 1 and not (expires and lib.write.expiry.is_over(set, key))
    set.there[key] = known
  end
  return known
end

-- asks for several entities at once, so that most are known to be there; those that may have expired are asked one by one
function module.look(set, row, ids)
  local keys = {}
  for i = 1, #ids do keys[i] = row .. ids[i] end
  if #keys < 2 or #keys > 4000 or redis.call('EXISTS', unpack(keys)) < #keys then return end
  for i = 1, #keys do set.there[keys[i]] = true end
end

local function check(change, set)
  local model, after, written = change.state.model, change.after, {}
  for _, at in ipairs(change.shape.set) do written[at] = true end
  for _, reference in ipairs(model.references) do
    local id = written[reference.at] and reference.onDelete ~= 'no action' and after[reference.at]
    if id and not module.is_there(set, reference.row .. id, reference.expires) then
      set:refuse('MISSING_REFERENCE', change.position, model.model, model.fields[reference.at], reference.model, id, reference.integer)
    end
  end
end

function module.check(set)
  for _, change in ipairs(set.list) do
    if change.after and change.state.model.references then check(change, set) end
  end
end
