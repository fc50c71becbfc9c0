--[[
jump: skips the offset of a walk without reading it.
]]
-- a walk without conditions needs not read what it skips: the index knows what stands at a rank
-- gives the number of ids skipped
function module.over(strategy)
  local node = strategy.phases[1]
  if call.from or strategy.name ~= 'walk' or #strategy.filters > 0 or node.op == 'posting' then return 0 end
  local skipped = math.min(call.offset, lib.query.node.size(node))
  if node.reverse then node.high = node.high - skipped else node.low = node.low + skipped end
  return skipped
end
