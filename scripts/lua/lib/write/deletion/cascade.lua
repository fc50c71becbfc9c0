--[[
cascade: what else happens when entities are deleted, by the rules of the fields that lead to them: over any depth, and in circles.

All of it is collected before anything is checked or written: what is deleted as well becomes a change like those of the caller, what
is only changed waits in `edits`, as an entity may still turn out to be deleted. An entity whose time has come, and which nothing of
the call needs gone, takes FEW others along; it waits, expired as it is, for the calls that take the rest.
]]
local referrers, defaults, leading, consequences = lib.write.deletion.referrers, lib.write.deletion.defaults, lib.write.leading, lib.write.deletion.consequences
local MOST, FEW = 10000, 100

-- what keeps it from being deleted does so however many there are
local function refuse(set, change, referrer, total)
  local model, from, reference = change.state.model, referrer.state.model, referrer.reference
  local field, restricts = from.fields[reference.at], reference.onDelete == 'restrict' and not from.expiry and total > MOST
  local facts = { change.position, model.model, change.id, model.integer, from.model, field, total, MOST }
  set:refuse(restricts and 'RESTRICT' or 'CASCADE_LIMIT', unpack(facts))
end

local function follow_one(set, change, referrer)
  -- time does not wait: what cannot lead elsewhere then leads nowhere
  if change.lapsed and not defaults.can_follow(set, referrer) then return end
  local room = set.limit - set.made
  local ids, total = leading.to(referrer.state, referrer.reference, change.id, room, set.waits)
  if total > room and set.waits then lib.write.lapsed.wait(change)
  elseif total > room then
    return refuse(set, change, referrer, total)
  end
  ids = lib.write.deletion.childless.take(set, change, referrer, ids, total <= room)
  for i = 1, #ids do consequences.apply(set, change, referrer, ids[i]) end
end

-- all that goes because of the changes that `is_first` tells
local function follow_all(set, is_first)
  local going = {}
  set.going = going
  for _, change in ipairs(set.list) do
    if change.before and not change.after and is_first(change) then going[#going + 1] = change end
  end
  local i = 1
  while going[i] and not set.refusal do
    for _, referrer in ipairs(referrers.of(set, going[i].state)) do follow_one(set, going[i], referrer) end
    lib.write.links.linking.leave(set, going[i])
    i = i + 1
  end
end

local function can_wait(change) return change.lapsed and not change.needed and not change.made end
local function must_go(change) return not (change.lapsed or change.made) or change.needed end

function module.follow(set)
  set.made, set.limit, set.waits, set.edits, set.restricted = 0, MOST, false, {}, {}
  follow_all(set, must_go)
  set.limit, set.waits = set.made + FEW, true
  if set.lapsed and not set.refusal then follow_all(set, can_wait) end
  if set.refusal then return end
  lib.write.deletion.restrictions.check(set)
  lib.write.deletion.edits.finish(set, consequences.new_change)
end
