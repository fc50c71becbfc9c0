--[[
expiry: entities that end at a time, by the server's clock.

A model that has any says so in `expiry`: `ttl`, the ms that a new entity lives (none: for ever), and `sliding`, if each write begins
them anew. One whose time has come counts as gone; it is deleted by the call that would meet it, and each call deletes a few more.
]]
local lifetimes, due = lib.layout.lifetimes, lib.layout.due

function module.now(set)
  set.now = set.now or lifetimes.now()
  return set.now
end

-- until when an entity lives that has so many ms from now; both empty: for ever
function module.until_text(set, ttl) return ttl == '' and '' or lib.layout.id.text(module.now(set) + tonumber(ttl)) end

-- whether an entity's time has come
function module.is_over(set, key) return due.is_over(redis.call('HGET', key, lifetimes.NAME), module.now(set)) end

-- the same; where it has, the entity will be deleted by this call, or by a later one where nothing of this one needs that
function module.lapse(set, state, id, is_needed)
  local key = state.model.row .. id
  if not module.is_over(set, key) then return false end
  lib.write.lapsed.push(set, state, id, key, is_needed)
  return true
end

-- what the caller is told of a change: what it would be without expiry, and until when the entity lives
function module.tell(change, result)
  if not change.state.model.expiry then return result end
  return { result, change.after and change.after[change.state.model.expires_at] or false }
end
