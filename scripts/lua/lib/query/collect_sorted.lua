--[[
collect_sorted: ids with what they are sorted by.
]]
-- a walk stops when the page is full and the ties of its last row are complete
local function stops(found, tie, first)
  return call.needed and #found >= call.needed and first ~= tie
end

function module.run(strategy)
  local found, tie = {}, call.tie
  local at = lib.query.collect.run(strategy, call.chunk or 512, function(list)
    local keys = lib.query.sort_keys.of(list, call.order)
    for i = 1, #list do
      local first = strategy.ties and (lib.query.sort_keys.text(keys[i][1]) or '')
      if first and stops(found, tie, first) then return true, 0 end
      found[#found + 1] = { list[i], keys[i] }
      tie = first
    end
    return false, #list * (call.limit and 2 or lib.query.collect.ROW)
  end)
  return found, at, tie
end
