--[[
sizes: what has to be known of a model's #counts (lib/layout/counts.lua) before a call is checked.
]]
local holders, lists, keys = lib.write.holders, lib.write.lists, lib.write.batch.keys

-- the sizes that the whole call needs, and which schema the model has on the server
function module.names(state)
  local names = { 'schema' }
  if state.wanted or state.highest then names[2] = 'next' end
  if state.held or state.freed or state.entries and state.entries.held then holders.names(state, names) end
  if state.words then lib.text.writing.lists.names(state, names) end
  if state.model.integer then lists.names(state, names) end
  if state.entries then keys.names(state.entries, names) end
  if state.deleted then names[#names + 1] = 'referrers' end
  return names
end
