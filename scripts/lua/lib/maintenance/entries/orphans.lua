--[[
orphans: entries whose entity is gone, or says something else; keys that are not what they should be.
]]
local states, owners, backing = lib.write.state, lib.maintenance.entries.owners, lib.maintenance.rows.backing
local lists, shapes = lib.maintenance.lists.ids, lib.maintenance.shapes

-- entries of a part of a key, and the cursor of the next
local function read(state, place, index, tell, repairs)
  if owners.is_list(index, place.list) then
    local ids, following = lists.read(state, place, tell, repairs)
    for i = 1, #ids do ids[i] = { ids[i], ids[i] } end
    return ids, following
  end
  if place.name ~= place.list then return {}, shapes.drop(place, tell, repairs) end
  if not shapes.fits(state.model, index, place, tell, repairs) then return {}, '0' end
  return lib.maintenance.entries.pieces.read(state, place, index)
end

local function check_entries(state, place, index, tell, repairs)
  local entries, following = read(state, place, index, tell, repairs)
  local wrong = {}
  for _, entry in ipairs(entries) do
    if not backing.is_right(state.model, index, place, entry) then
      tell('orphan', place.list, entry[1])
      wrong[#wrong + 1] = entry[2]
    end
  end
  if repairs then lib.maintenance.entries.removal.run(state, place, index, wrong) end
  return following
end

local function check(state, place, tell, repairs)
  local index = owners.owner(state.model, place.list)
  -- what nobody keeps
  if index and index.state == 'stale' then return '0' end
  if repairs == 'types' then return lib.maintenance.entries.types.mend(state, place, index) or '0' end
  if index == nil then
    return lib.maintenance.entries.directories.check(state.model, place, tell, repairs) or lib.maintenance.relations.pairs.check(state, place, tell, repairs)
  end
  local of_index = index and index.kind == 'text' and lib.maintenance.texts.word_keys.check or check_entries
  return of_index(state, place, index, tell, repairs)
end

-- problems as [what, name, id] of a part of a key, and the cursor of the next
function module.check(model, name, cursor, repairs)
  local state, problems = states.new(model), {}
  local place = { key = model.key .. '#' .. name, name = name, list = string.match(name, '^%d+/(.+)$') or name, cursor = cursor }
  local function tell(what, where, id) problems[#problems + 1] = { what, where, id } end
  if repairs then lib.text.writing.tails.forget(state) end
  -- it may have gone since it was seen
  local following = redis.call('EXISTS', place.key) == 1 and check(state, place, tell, repairs) or '0'
  if state.changed then lib.layout.counts.write(state) end
  return problems, following
end
