--[[
estimate: what the two ways through an ordered query cost, in steps of a scan.
]]
local node_of = lib.query.node
-- what one more id costs: fetching what it is sorted by, and of a probe's price the share that is a step
local SORT, STEP = 3, 3

local function probes(state, list)
  local total = 0
  for _, condition in ipairs(list) do total = total + node_of.price(state, condition) / STEP end
  return total
end

-- how many entities fit all conditions, if these have nothing to do with each other
local function expected(state, list, total)
  local rows = total
  for _, condition in ipairs(list) do rows = rows * math.min(1, node_of.expected(state, condition) / math.max(1, total)) end
  return math.max(rows, 0.5)
end

-- from the order's end, probing the conditions in `rest`, until the page is full
function module.walk(state, phases, rest, list, total)
  local entries, request = 0, state.request
  for _, phase in ipairs(phases) do entries = entries + node_of.size(state, phase) end
  local needed = request.limit and (request.offset + request.limit) or entries
  return math.min(entries, needed * entries / expected(state, list, total)) * (1 + probes(state, rest))
end

-- all of the smallest condition, probing the others, and sorting what is left
function module.drive(state, list, total)
  local driver = list[1]
  for _, condition in ipairs(list) do
    if node_of.size(state, condition) < node_of.size(state, driver) then driver = condition end
  end
  local others = lib.query.lists.select(list, function(condition) return condition ~= driver end)
  return node_of.reading(state, driver) + node_of.size(state, driver) * probes(state, others) + expected(state, list, total) * SORT
end
