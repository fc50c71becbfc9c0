--[[
estimate: what the two ways through an ordered query cost, in steps of a scan.
]]
-- what one more id costs: a probe, and fetching what it is sorted by
local PROBE, SORT = 1, 3

-- how many entities fit all conditions, if these have nothing to do with each other
local function expected(state, list, total)
  local rows = total
  for _, condition in ipairs(list) do
    rows = rows * math.min(1, lib.query.node.size(state, condition) / math.max(1, total))
  end
  return math.max(rows, 0.5)
end

-- from the order's end, probing the conditions in `rest`, until the page is full
function module.walk(state, phases, rest, list, total)
  local entries, request = 0, state.request
  for _, phase in ipairs(phases) do entries = entries + lib.query.node.size(state, phase) end
  local needed = request.limit and (request.offset + request.limit) or entries
  return math.min(entries, needed * entries / expected(state, list, total)) * (1 + #rest * PROBE)
end

-- all of the smallest condition, probing the others, and sorting what is left
function module.drive(state, list, total)
  local driver = total
  for _, condition in ipairs(list) do driver = math.min(driver, lib.query.node.size(state, condition)) end
  return driver * (1 + math.max(0, #list - 1) * PROBE) + expected(state, list, total) * SORT
end
