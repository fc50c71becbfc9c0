--[[
gaps: entities that lack entries which their rows ask for, and a last id that lies behind them.
]]
local states, entities, counts = lib.write.state, lib.maintenance.entities, lib.layout.counts
local FARTHEST = 4503599627370496

-- those of the indexes that are complete, without texts (lib/maintenance/words.lua): of an incomplete one it is no wonder
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

-- problems as [what, name, id, holder] of some entities; repaired where that is asked
function module.check(model, list, repairs)
  local state, problems = states.new(model), {}
  local function tell(what, name, id, holder) problems[#problems + 1] = { what, name, id, holder } end
  local reader, found = entities.reader(state, complete(model)), {}
  for i = 1, #list do
    local is_row = redis.call('TYPE', model.row .. list[i]).ok == 'hash'
    local change = is_row and entities.read(reader, list[i])
    if change then
      lib.write.groups.push(state, 'come', 'ids', change)
      found[#found + 1] = list[i]
    end
  end
  lib.maintenance.missing.keep(state, tell)
  local most = beyond(state, found)
  if most then tell('behind', 'next', lib.layout.id.text(most)) end
  if not repairs or #problems == 0 then return problems end
  states.check(state, { agreed = true, refuse = function() end })
  if most then counts.set(state, 'next', lib.layout.id.text(most)) end
  states.add(state)
  return problems
end
