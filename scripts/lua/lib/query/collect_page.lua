--[[
collect_page: ids in the order they come, from offset to limit; gives the number of ids skipped as well.
]]
function module.run(strategy)
  local found, skipped, limit = {}, lib.query.jump.over(strategy), call.limit or math.huge
  local first_chunk = call.limit and math.max(16, math.min(lib.query.collect.largest_chunk(), call.offset - skipped + limit)) or lib.query.collect.largest_chunk()
  local at = lib.query.collect.run(strategy, first_chunk, function(list)
    local before = #found
    for i = 1, #list do
      if skipped < call.offset then skipped = skipped + 1
      elseif #found < limit then found[#found + 1] = list[i] end
    end
    return #found >= limit, call.fields and (#found - before) * lib.query.collect.ROW or 0
  end)
  return found, skipped, at
end
