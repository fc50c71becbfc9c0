--[[
range: ids scored by a number; min and max as ZCOUNT takes them.
]]
module.size, module.scan = lib.query.ranked.size, lib.query.ranked.scan

-- a bound as a number, and whether it is open
local function bound(text, absent)
  if text == nil then return absent, false end
  local open = string.sub(text, 1, 1) == '('
  return tonumber(open and string.sub(text, 2) or text), open
end

function module.keep(node, list)
  local min, min_open = bound(node.min, -math.huge)
  local max, max_open = bound(node.max, math.huge)
  local scores, result = lib.query.node.scores_of(node.key, list), {}
  for i = 1, #list do
    local score = scores[i] and tonumber(scores[i])
    if score and score >= min and score <= max and not (min_open and score == min) and not (max_open and score == max) then
      result[#result + 1] = list[i]
    end
  end
  return result
end
