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

-- @include lib/pages
