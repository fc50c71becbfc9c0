--[[
rank_bounds: the ranks that a range covers, and so its size.
]]
-- how many members stand before a bound: ZCOUNT and ZLEXCOUNT take the same form of range
local function before(node, bound)
  if bound == nil then return 0 end
  local lexical = node.op == 'lexical'
  local open = string.sub(bound, 1, 1)
  local flipped = lexical and ((open == '[' and '(' or '[') .. string.sub(bound, 2))
    or (open == '(' and string.sub(bound, 2) or '(' .. bound)
  return redis.call(lexical and 'ZLEXCOUNT' or 'ZCOUNT', node.key, lexical and '-' or '-inf', flipped)
end

local function upto(node, bound)
  local lexical = node.op == 'lexical'
  if bound == nil then return redis.call('ZCARD', node.key) end
  return redis.call(lexical and 'ZLEXCOUNT' or 'ZCOUNT', node.key, lexical and '-' or '-inf', bound)
end

function ranked.resolve(node)
  if node.low then return end
  node.low = before(node, node.min)
  node.high = upto(node, node.max) - 1
end

function ranked.size(node)
  ranked.resolve(node)
  return math.max(0, node.high - node.low + 1)
end
