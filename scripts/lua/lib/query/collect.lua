--[[
collect: runs a strategy until the page is full, the index is at its end or the budget is spent.

The budget is in steps of about a microsecond: one for an id that is read or probed, six for a row.
]]
module.ROW = 6

function module.largest_chunk() return call.chunk or 512 end

-- no more than what the budget has left, if all of it became rows; a leaf is read in few parts at most
local function affordable(spent)
  if call.mode ~= 'rows' or not call.fields then return module.largest_chunk() end
  return math.min(module.largest_chunk(), math.max(128, math.floor((call.budget - spent) / (module.ROW + 1))))
end

-- the next ids of a strategy that pass its filters, and the position after them
local function step(strategy, at, count)
  local phase = at and at.phase or 1
  local list, following = lib.query.node.scan(strategy.phases[phase], at and at.at, count)
  for _, filter in ipairs(strategy.filters) do list = lib.query.node.keep(filter, list) end
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
    at, chunk = following, math.min(chunk * 2, affordable(spent))
  until spent >= call.budget
  return at, spent
end

function module.count(strategy)
  local total = 0
  local at = module.run(strategy, module.largest_chunk(), function(list)
    total = total + #list
    return call.mode == 'exists' and total > 0, 0
  end)
  return total, at
end
