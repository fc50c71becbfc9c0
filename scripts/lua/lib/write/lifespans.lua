--[[
lifespans: until when the entities of a call live, and which others go with it (see lib/write/expiry.lua).
]]
local expiry, due, buckets, counts, text = lib.write.expiry, lib.layout.due, lib.layout.buckets, lib.layout.counts, lib.layout.id.text

-- the values that entities come to hold: who has them may be gone
local function clear_holders(set, change)
  local state = change.state
  for _, index in ipairs(state.model.uniques) do
    local value = lib.write.indexes.unique.entry(index, change.after)
    local holder = value and buckets.holder(index.key, value, counts.get(state, index.buckets) or 1)
    if holder and holder ~= change.id then expiry.lapse(set, state, holder, true) end
  end
end

-- until when an entity that is written lives, and the others that have to go for it
local function stamp(set, change)
  local rule, at, after = change.state.model.expiry, change.state.model.expires_at, change.after
  local before = change.before and change.before[at]
  if change.timed then after[at] = change.timed ~= '' and change.timed or nil
  elseif rule.ttl and (not change.before or before and rule.sliding) then after[at] = text(expiry.now(set) + rule.ttl)
  else after[at] = before or nil end
  change.lives_until = after[at] or false
  clear_holders(set, change)
end

-- `few`: how many that nobody asked for may be deleted
function module.note(set, few)
  for _, change in ipairs(set.list) do
    if change.after and change.state.model.expiry then stamp(set, change) end
  end
  for _, state in ipairs(set.states) do
    local key = state.model.expires
    for _, id in ipairs(key and due.list(key, expiry.now(set), few) or {}) do
      if not set.touched[state.model.row .. id] then expiry.lapse(set, state, id, false) end
    end
  end
  lib.write.lapsed.add(set)
end
