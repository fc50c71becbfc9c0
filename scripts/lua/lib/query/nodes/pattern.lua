--[[
pattern: of the texts between min and max those that fit a pattern (see lib/query/pattern.lua). A position is the member seen last.
]]
module.PRICE = 8
local lists, pattern, members = lib.query.lists, lib.query.pattern, lib.query.members

function module.size(_, node) return members.size(node) end

function module.scan(state, node, at, count)
  local found, following = members.scan(state, node, at, count)
  local list, of, text_of = {}, lib.layout.id.of, lib.layout.lexical.text
  for i = 1, #found do
    local text, id = text_of(found[i])
    if pattern.fits(state, node, text) then list[#list + 1] = of(node.model.integer, id) end
  end
  return list, following
end

function module.keep(state, node, list)
  local values = lists.values(state, node, list)
  return lists.select(list, function(_, i) return values[i] and pattern.fits(state, node, values[i]) end)
end
