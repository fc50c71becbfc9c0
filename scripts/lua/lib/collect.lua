--[[
collect: runs a strategy until the page is full, the index is at its end or the budget is spent.

The budget is in steps of about a microsecond: one for an id that is read or probed, six for a row.
]]
-- @lazy lib/jump
module.ROW = 6

local function largest_chunk() return call.chunk or 512 end

-- the next ids of a strategy that pass its filters, and the position after them
local function step(strategy, at, count)
  local phase = at and at.phase or 1
  local list, following = scan(strategy.phases[phase], at and at.at, count)
  for _, filter in ipairs(strategy.filters) do list = keep(filter, list) end
  if following then return list, { phase = phase, at = following } end
  return list, phase < #strategy.phases and { phase = phase + 1 } or nil
end

-- take(list) tells whether there is enough, and what it costs
function module.run(strategy, first_chunk, take)
  local at, spent, chunk = call.from, 0, first_chunk
  call.work = 0
  repeat
    local list, following = step(strategy, at, chunk)
    local enough, extra = take(list)
    spent = spent + call.work + extra
    call.work = 0
    if enough or not following then return nil, spent end
    -- no larger than what the budget has left, if all of it became rows
    local affordable = math.max(16, math.floor((call.budget - spent) / (module.ROW + 1)))
    at, chunk = following, math.min(chunk * 2, largest_chunk(), affordable)
  until spent >= call.budget
  return at, spent
end

function module.count(strategy)
  local total = 0
  local at = module.run(strategy, largest_chunk(), function(list)
    total = total + #list
    return call.mode == 'exists' and total > 0, 0
  end)
  return total, at
end

-- ids in the order they come, from offset to limit; gives the number of ids skipped as well
function module.page(strategy)
  local found, skipped, limit = {}, lib.jump.over(strategy), call.limit or math.huge
  local first_chunk = call.limit and math.max(16, math.min(largest_chunk(), call.offset - skipped + limit)) or largest_chunk()
  local at = module.run(strategy, first_chunk, function(list)
    local before = #found
    for i = 1, #list do
      if skipped < call.offset then skipped = skipped + 1
      elseif #found < limit then found[#found + 1] = list[i] end
    end
    return #found >= limit, call.fields and (#found - before) * module.ROW or 0
  end)
  return found, skipped, at
end
