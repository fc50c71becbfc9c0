--[[
pattern: of the texts between min and max those that fit a pattern (see lib/query/access/pattern.lua). A position is the member seen last.
]]
local lists, pattern, byte_order, clock = lib.query.lists, lib.query.access.pattern, lib.query.access.byte_order, lib.query.clock
-- steps that a text takes whatever the pattern is; places that are supposed of a literal that stands anywhere, until texts were seen; and most
-- steps for one literal
local READ, ANYWHERE, MOST = 8, 40, 100

-- what is probed cannot end between two texts: such a pattern takes few at a time
function module.price(_, node)
  local places, total, gaps = 1, READ, node.gaps
  for i = 1, #node.literals do
    local span = gaps[i][2] - gaps[i][1]
    if gaps[i][2] >= 0 then
      total = total + math.min(MOST, pattern.TRIED * places * (span + 1))
      places = places + span
    elseif gaps[i + 1][2] >= 0 and i < #node.literals then total, places = total + ANYWHERE, ANYWHERE
    else places = 1 end
  end
  return total
end

function module.size(_, node) return byte_order.size(node) end

function module.scan(state, node, at, count)
  local found, following = byte_order.scan(state, node, at, count)
  local list, of, text_of = {}, lib.layout.id.of, lib.layout.lexical.text
  for i = 1, #found do
    local text, id = text_of(found[i])
    if pattern.fits(state, node, text) then list[#list + 1] = of(node.model.integer, id) end
    if i < #found and clock.is_over(state, state.request.budget) then return list, { member = found[i] } end
  end
  return list, following
end

function module.keep(state, node, list)
  local values = lists.values(state, node, list)
  return lists.select(list, function(_, i) return values[i] and pattern.fits(state, node, values[i]) end)
end
