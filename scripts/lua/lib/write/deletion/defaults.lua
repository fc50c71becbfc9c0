--[[
defaults: what fields lead to instead of an entity that is deleted, by the rule `set default`.
]]
local function is_unique(referrer)
  local index = lib.write.leading.index_of(referrer.state.model, referrer.reference.at)
  return index and index.kind == 'unique'
end

-- the default; where it is unique, nobody else of the call can have it
function module.take(set, referrer)
  set.defaults = set.defaults or {}
  set.defaults[referrer] = true
  return referrer.reference.default
end

local function is_free(set, referrer)
  local state, reference = referrer.state, referrer.reference
  if not lib.write.references.is_there(set, reference.row .. reference.default, reference.expires) then return false end
  if not is_unique(referrer) then return true end
  return not (set.defaults and set.defaults[referrer]) and #lib.write.leading.to(state, reference, reference.default, 1) == 0
end

-- whether the entities that lead to an expired one can follow their rule
function module.can_follow(set, referrer)
  local rule = referrer.reference.onDelete
  return rule == 'cascade' or rule == 'set null' or rule == 'set default' and is_free(set, referrer)
end
