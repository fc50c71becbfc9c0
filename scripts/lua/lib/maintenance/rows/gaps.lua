--[[
gaps: entities that lack entries which their rows ask for, and a last id that lies behind them.
]]
local states, entities, counts, legible = lib.write.state, lib.maintenance.rows.entities, lib.layout.counts, lib.maintenance.rows.legible
local FARTHEST = 4503599627370496

-- those of the indexes that are complete, without texts (lib/maintenance/texts/words.lua): an incomplete one may lack them
local function complete(model)
  local result = {}
  for _, index in ipairs(model.indexes) do
    if not index.state and index.kind ~= 'text' then result[#result + 1] = index end
  end
  return result
end

-- the greatest id beyond the last one that was given out
local function beyond(state, list)
  local next, most = counts.get(state, 'next') or 0, nil
  for i = 1, state.model.counted and #list or 0 do
    local id = tonumber(list[i])
    if id and id > (most or next) and id <= FARTHEST then most = id end
  end
  return most
end

local function read(reader, id, tell)
  if redis.call('TYPE', reader.state.model.row .. id).ok ~= 'hash' then return nil end
  if legible.is_id(reader.state.model, id) then return entities.read(reader, id) end
  tell('illegible', reader.state.model.id, id, legible.NO_ID)
end

-- problems as [what, name, id, holder or fault] of some entities; repaired where that is asked
function module.check(model, list, repairs)
  local state, problems, is_gap = states.new(model), {}, false
  local function tell(what, name, id, fact)
    problems[#problems + 1], is_gap = { what, name, id, fact }, is_gap or what ~= 'illegible'
  end
  local reader, found = entities.reader(state, complete(model), lib.maintenance.rows.faults.once(model, tell)), {}
  for i = 1, #list do
    local change = read(reader, list[i], tell)
    if change then
      lib.write.groups.push(state, 'come', 'ids', change)
      found[#found + 1] = list[i]
    end
  end
  lib.maintenance.rows.missing.keep(state, tell)
  local most = beyond(state, found)
  if most then tell('behind', 'next', lib.layout.id.text(most)) end
  if not repairs or not is_gap then return problems end
  states.check(state, { agreed = true, refuse = function() end })
  if most then counts.set(state, 'next', lib.layout.id.text(most)) end
  states.add(state)
  return problems
end
