--[[
bounds: whether a value lies between the min and the max of a node, as the server would find.
]]
-- a bound as a number, and whether it is open
local function number_of(text, absent)
  if text == nil then return absent, false end
  local open = string.sub(text, 1, 1) == '('
  return tonumber(open and string.sub(text, 2) or text), open
end

-- the least and the greatest number, and what of them is excluded
function module.of_numbers(node)
  local min, min_open = number_of(node.min, -math.huge)
  local max, max_open = number_of(node.max, math.huge)
  return min, max, min_open and min, max_open and max
end

function module.of_members(node)
  local less = lib.layout.bytes.less
  local min, max = node.min and string.sub(node.min, 2), node.max and string.sub(node.max, 2)
  local min_closed, max_closed = min and string.sub(node.min, 1, 1) == '[', max and string.sub(node.max, 1, 1) == '['
  return function(member)
    if min and not less(min, member) and not (min_closed and member == min) then return false end
    return not max or less(member, max) or (max_closed and member == max)
  end
end
