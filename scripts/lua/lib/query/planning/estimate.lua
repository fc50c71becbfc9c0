--[[
estimate: what the two ways through an ordered query cost, in steps of about a microsecond.
]]
local node_of = lib.query.node
-- to read an id, and to fetch what it is sorted by: a score, or fields of the row
local SCAN, SCORE, FIELDS = 1.3, 4, 12

-- which part of all entities fits a condition
local function part(state, condition, total) return math.min(1, node_of.expected(state, condition) / math.max(1, total)) end

-- to probe an id, each condition being asked for what the ones before it left
local function probes(state, list, total)
  local price, left = 0, 1
  for _, condition in ipairs(list) do price, left = price + left * node_of.price(state, condition), left * part(state, condition, total) end
  return price
end

-- how many entities fit all conditions, if these have nothing to do with each other
local function expected(state, list, total)
  local rows = total
  for _, condition in ipairs(list) do rows = rows * part(state, condition, total) end
  return math.max(rows, 0.5)
end

function module.smallest_first(state, list)
  if #list < 2 then return list end
  local sorted = lib.query.lists.select(list, function(condition) return node_of.size(state, condition) end)
  table.sort(sorted, function(a, b)
    if a.known == b.known then return a.n < b.n end
    return a.known < b.known
  end)
  return sorted
end

-- what a walk is expected to cost, from the order's end, probing the conditions in `rest` until the page is full
local function walk(state, phases, rest, list, total, fitting)
  local entries, request = 0, state.request
  for _, phase in ipairs(phases) do entries = entries + node_of.size(state, phase) end
  local needed = request.limit and (request.offset + request.limit) or entries
  local entry = SCAN + probes(state, rest, total)
  local row, agreed = entries / fitting * entry, entries / math.max(1, node_of.size(state, list[1])) * entry
  return { needed = needed, price = row, agreed = agreed, entry = entry, all = entries * entry, walked = 0, passed = 0 }
end

-- all of the smallest condition, probing the others, and sorting what is left
local function drive(state, list, total, fitting)
  local driver, others = list[1], { unpack(list, 2) }
  local sort = #state.request.order > 1 and FIELDS or SCORE
  local read = SCAN * node_of.reading(state, driver) + node_of.size(state, driver) * probes(state, others, total)
  return read + fitting * sort
end

-- what a walk knows of itself (see lib/query/planning/turning.lua); both lists have the smallest first
function module.turn(state, phases, rest, list, total)
  local fitting = expected(state, list, total)
  local turn = walk(state, phases, rest, list, total, fitting)
  turn.drive = drive(state, list, total, fitting)
  return turn
end
