--[[
back: for each row the entities that lead to it, in their order; false where the call has no time for them.
]]
-- steps that a call may take in all, so that it stays below 5 ms, and those that one question takes besides its own
local MOST, ASKED = 4500, 20
-- and to write a row
local WRITTEN = 1.2

local function copy(value)
  if type(value) ~= 'table' then return value end
  local result = {}
  for key, each in pairs(value) do result[key] = copy(each) end
  return result
end

-- the question for the entities that lead to one
local function request_for(state, part, id)
  local request, leads = copy(part), copy(part.via)
  request.mode, request.offset, request.with, request.budget = 'rows', 0, nil, MOST - state.spent
  if leads.op == 'posting' then leads.key, leads.value = leads.key .. id, id else leads.values = { id } end
  request.plan = request.plan and { op = 'and', inputs = { leads, request.plan } } or leads
  return request
end

local function are_read(rows)
  for i = 1, #rows do
    if type(rows[i]) ~= 'table' then return false end
  end
  return true
end

local function one(state, part, id)
  local asked = lib.query.state.open(request_for(state, part, id))
  asked.owed = state.owed + math.max(state.spent, state.gone or 0)
  local parts = lib.query.answer.parts.of(asked)
  state.spent, state.owed = state.spent + asked.spent + ASKED, state.owed + WRITTEN * #parts[1]
  return not parts[2] and are_read(parts[1]) and parts[1]
end

function module.read(state, part, rows)
  local lists, all = {}, {}
  for i = 1, #rows do
    local id = type(rows[i]) == 'table' and rows[i][#rows[i]]
    -- an index names a long value by its digest
    lists[i] = id and #id <= part.longest and not lib.query.clock.is_over(state, MOST) and one(state, part, id)
    for k = 1, lists[i] and #lists[i] or 0 do all[#all + 1] = lists[i][k] end
  end
  return lists, all
end
