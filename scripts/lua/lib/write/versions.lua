--[[
versions: a row is changed by programs of its version alone (lib/layout/versions.lua). `version` in a model is the caller's.
]]
-- these need not know what a row holds
local ANY = { delete = true, expire = true, insert = true, migrate = true, remove = true }

-- instead of any other refusal: what was compared is of another shape. The whole of an older row may be written over
function module.check(change, set, kind)
  if ANY[kind] or not change.before then return end
  local model = change.state.model
  local found, own = change.before[model.version_at] or false, model.version or false
  if found == own or kind == 'put' and tonumber(found or 1) < tonumber(own or 1) then return end
  set.refused, set.refusal = false, false
  set:refuse('ROW_VERSION', change.position, change.id, found, own)
end
