--[[
collect: runs a strategy until the page is full, the index is at its end or the budget is spent.

The budget is in steps of about a microsecond: one for an id that is read or probed, four for a row.
]]
-- @include lib/planner
-- @include lib/sorting
-- @include lib/rows
local collect = { CHUNK = request.chunk or 512, ROW = 4 }

-- the next ids of a strategy that pass its filters, and the position after them
function collect.step(strategy, at, count)
  local phase = at and at.phase or 1
  local list, next = scan(strategy.phases[phase], at and at.at, count)
  local cost = #list
  for _, filter in ipairs(strategy.filters) do
    cost = cost + #list
    list = keep(filter, list)
  end
  if next then return list, { phase = phase, at = next }, cost end
  if phase < #strategy.phases then return list, { phase = phase + 1 }, cost end
  return list, nil, cost
end

-- take(list) gives true when there is enough; the cost per id that it says is added up
function collect.run(strategy, at, budget, first_chunk, take)
  local spent, chunk = 0, first_chunk
  repeat
    local list, next, cost = collect.step(strategy, at, chunk)
    local enough, extra = take(list)
    spent = spent + cost + extra
    if enough or not next then return nil, spent end
    at, chunk = next, math.min(chunk * 2, collect.CHUNK)
  until spent >= budget
  return at, spent
end

function collect.count(strategy, request)
  local total = 0
  local at = collect.run(strategy, request.from, request.budget, collect.CHUNK, function(list)
    total = total + #list
    return request.mode == 'exists' and total > 0, 0
  end)
  return total, at
end

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
