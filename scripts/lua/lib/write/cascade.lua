--[[
cascade: what else happens when entities are deleted, by the rules of the fields that lead to them: over any depth, and in circles.

All of it is collected before anything is checked or written: what is deleted as well becomes a change like those of the caller, what
is only changed waits in `edits`, as an entity may still turn out to be deleted.
]]
local referrers, edits = lib.write.referrers, lib.write.edits
module.MOST = 10000

local function new_change(set, root, state, id)
  local change = { state = state, id = id, key = state.model.row .. id, position = root.position, made = true, lapsed = root.lapsed }
  set.list[#set.list + 1], set.touched[change.key], set.made = change, change, set.made + 1
  return change
end

-- it goes, whatever the caller wanted of it
local function delete(set, root, state, id)
  local change = set.touched[state.model.row .. id] or new_change(set, root, state, id)
  change.shape, change.after = lib.write.shapes.of(state.model, ''), false
  change.before = lib.write.rows.stored(change)
  if change.before then set.going[#set.going + 1] = change end
end

local function apply(set, change, referrer, id)
  local reference, state = referrer.reference, referrer.state
  local rule = reference.onDelete
  if not edits.leads(set, state, reference, id, change.id) then return end
  if rule == 'cascade' then return delete(set, change, state, id) end
  -- time does not wait
  if rule == 'restrict' and change.lapsed then return end
  if rule == 'restrict' then return lib.write.restrictions.note(set, change, referrer, id) end
  edits.note(set, change, referrer, id, rule == 'set default' and reference.default)
end

local function follow(set, change)
  for _, referrer in ipairs(referrers.of(set, change.state)) do
    local most = module.MOST - set.made
    local ids, total = lib.write.leading.to(referrer.state, referrer.reference, change.id, most)
    local is_much = not ids or #ids > most
    if is_much and not change.lapsed then
      return set:refuse('CASCADE_LIMIT', change.position, change.state.model.model, change.id, change.state.model.integer, total or #ids, module.MOST)
    end
    for _, id in ipairs(is_much and {} or ids) do apply(set, change, referrer, id) end
  end
end

function module.follow(set)
  set.going, set.made, set.edits, set.restricted = {}, 0, {}, {}
  for _, change in ipairs(set.list) do
    if change.before and not change.after then set.going[#set.going + 1] = change end
  end
  local i = 1
  while set.going[i] and not set.refusal do
    follow(set, set.going[i])
    i = i + 1
  end
  if set.refusal then return end
  lib.write.restrictions.check(set)
  edits.finish(set, new_change)
end
