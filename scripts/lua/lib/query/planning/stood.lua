--[[
stood: which rows were ahead of a walk as the call began in which it turned (lib/query/planning/turning.lua), where it stood: { phase, at }.

A position may be where the ids of a value begin or end (lib/query/sorting/cursor.lua): members are compared as they stand in an index.
]]
local id_member, text_member = lib.layout.id.member, lib.layout.lexical.member

local function is_behind(phase, member, at)
  if phase.reverse then return lib.layout.bytes.less(member, at.member) end
  return lib.layout.bytes.less(at.member, member)
end

-- that of a whole number is the one which comes next
local function by_id(phase, at)
  local reverse, from = phase.reverse, phase.model.integer and tonumber(at.id)
  if not from then return function(id) return is_behind(phase, id, at) end end
  return function(id)
    if reverse then return tonumber(id) <= from end
    return tonumber(id) >= from
  end
end

-- sorted sets of the caller's have ids as they are
local function by_score(phase, at)
  local reverse, from, integer = phase.reverse, tonumber(at.score), phase.op == 'range' and phase.model.integer
  return function(id, score)
    if score == from then return is_behind(phase, id_member(integer, id), at) end
    return (score > from) ~= (reverse or false)
  end
end

local function by_text(phase, at)
  return function(id, text) return is_behind(phase, text_member(phase.model.integer, text, id), at) end
end

-- whether the row of an id and its key are behind a position
local function behind(phase, at)
  if phase.missing or phase.op == 'posting' then return by_id(phase, at) end
  return (phase.op == 'lexical' and by_text or by_score)(phase, at)
end

local function phase_of(phases, order, key)
  if order.op == 'id' then return 1 end
  return (phases[1].missing or false) == not key and 1 or 2
end

-- whether the walk had not come to a row { id, keys } yet
function module.ahead(state, phases, stood)
  local order, has = state.request.order[1], stood.at and behind(phases[stood.phase], stood.at)
  return function(row)
    local phase = phase_of(phases, order, row[2][1])
    if phase ~= stood.phase then return phase > stood.phase end
    return not has or has(row[1], row[2][1])
  end
end
