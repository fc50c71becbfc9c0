--[[
stood: which rows were ahead of a walk as the call began in which it turned (lib/query/turning.lua), where it stood: { phase, at }.
]]
-- the row { id, key } at a position of an index, and whether it is the one that comes next
local function row_at(phase, at)
  local by_id = phase.missing or phase.op == 'posting'
  if by_id and phase.model.integer then return at.id, false, true end
  if by_id then return at.member, false end
  if phase.op == 'ranks' then return at.member, tonumber(at.score) end
  if phase.op == 'range' then return lib.layout.id.of(phase.model.integer, at.member), tonumber(at.score) end
  local text, id = lib.layout.lexical.text(at.member)
  return lib.layout.id.of(phase.model.integer, id), text
end

local function phase_of(phases, order, key)
  if order.op == 'id' then return 1 end
  return (phases[1].missing or false) == not key and 1 or 2
end

-- whether the walk had not come to a row { id, keys } yet
function module.ahead(state, phases, stood)
  local order, inner = state.request.order[1], stood.at
  if not inner then return function(row) return phase_of(phases, order, row[2][1]) >= stood.phase end end
  local id, key, is_next = row_at(phases[stood.phase], inner)
  local mark = { id, { key } }
  local before = phases[stood.phase].op == 'ranks' and lib.query.sorting.by_member(order) or lib.query.sorting.by(state, { order })
  return function(row)
    local phase = phase_of(phases, order, row[2][1])
    if phase ~= stood.phase then return phase > stood.phase end
    return is_next and row[1] == id or before(mark, row)
  end
end
