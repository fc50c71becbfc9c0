--[[
pages: the ids of one answer, in the order they come or with what they are sorted by.
]]
-- ids in the order they come, from offset to limit; gives the number of ids skipped as well
function collect.page(strategy, request)
  local found, skipped = {}, 0
  local needed = request.limit and request.offset + request.limit
  local chunk = needed and math.max(16, math.min(collect.CHUNK, needed)) or collect.CHUNK
  local at, spent = collect.run(strategy, request.from, request.budget, chunk, function(list)
    local before = #found
    for i = 1, #list do
      if skipped < request.offset then skipped = skipped + 1
      elseif not request.limit or #found < request.limit then found[#found + 1] = list[i] end
    end
    return request.limit and #found >= request.limit, request.fields and (#found - before) * collect.ROW or 0
  end)
  return found, skipped, at, spent
end

-- ids with what they are sorted by; a walk stops when the page is full and the ties of its last row are complete
function collect.sorted(strategy, request)
  local found, needed = {}, request.needed
  local tie = request.tie
  local at = collect.run(strategy, request.from, request.budget, collect.CHUNK, function(list)
    local keys = sorting.keys(list, request.order)
    for i, id in ipairs(list) do
      local first = keys[i][1] or ''
      if strategy.ties and needed and #found >= needed and first ~= tie then return true, 0 end
      found[#found + 1] = { id, keys[i] }
      tie = first
    end
    return false, #list * (request.limit and 2 or collect.ROW)
  end)
  return found, at, tie
end
