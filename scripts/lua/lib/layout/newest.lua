--[[
newest: most lists grow at their ends: ids that are as new as those of the newest leaf of all ids (see lib/layout/tree.lua) are looked for in the
newest leaf of a list first.
]]
-- where that begins; nothing where the ids, of which one is the least, are not known to belong there
function module.start_of(state, name, key, least)
  local last = name ~= 'ids' and state.known and tonumber(state.known.last or nil)
  if not last or least < last then return nil end
  local start = lib.layout.tree.newest_leaf(key)
  return least >= tonumber(start) and start or nil
end
