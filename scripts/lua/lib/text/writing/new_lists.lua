--[[
new_lists: terms that were rare get lists of ids of their own (see lib/text/dictionary/rare.lua).
]]
local leaves, text = lib.layout.leaves, lib.layout.id.text

-- ids come to a list of this size, false for one set, whatever it is and becomes
function module.put(state, name, size, ids)
  if state.known[name] == nil then state.known[name] = size end
  lib.layout.posting.add(state, name, ids)
end

-- terms: their numbers, and their ids as numbers; `list`: what the names of lists begin with
function module.begin(state, list, terms)
  local names, key = {}, state.model.key .. '#'
  for i, n in ipairs(terms.numbers) do names[i] = list .. text(n) end
  local sizes = lib.layout.list_sizes.of(state.model, names)
  for i = 1, #names do
    local ids = terms.ids[i]
    for at = 1, #ids do ids[at] = text(ids[at]) end
    if sizes[i] or not leaves.begin(key .. names[i], ids) then module.put(state, names[i], sizes[i], ids) end
  end
end
