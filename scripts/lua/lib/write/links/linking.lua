--[[
linking: the changes of many-to-many relations that a caller asks for, and those that deletions bring.
]]
local sides, verbs, leaving, references = lib.write.links.sides, lib.write.links.verbs, lib.write.links.leaving, lib.write.references

-- an entity that gets its id in this call is named by the place of its change, from 0
local function id_of(set, id) return type(id) == 'number' and set.list[id + 1].id or id end

local function read_ids(set, change)
  change.id = id_of(set, change.id)
  for i, id in ipairs(change.ids) do change.ids[i] = id_of(set, id) end
end

-- all that the caller asks for, with what deletions bring; `told` is what it hears of each
function module.resolve(set)
  for _, change in ipairs(set.links or {}) do
    local model = change.state.model
    read_ids(set, change)
    local side = sides.named(set, change.state, change.link)
    if not references.is_there(set, model.row .. change.id, model.expiry) then
      set:refuse('ENTITY_DELETED', change.position, change.id)
    elseif not side then
      set.refusal = set.refusal or redis.error_reply('ERR ' .. model.model .. ' has no relation ' .. change.link)
    else
      change.told = verbs[change.verb](set, side, change)
    end
  end
  if set.pairs then lib.write.links.pairs.collect(set) end
end

local function refuse(set, side, change, total)
  local near, far = side.near.model, side.far.model
  local by, name = side.name and near or far, side.name or sides.flip(side).name
  set:refuse('CASCADE_LIMIT', change.position, near.model, change.id, near.integer, by.model, name, total, set.limit, true)
end

-- the ids that a deleted entity is linked to by a side; some of them where there are too many for a call, and the rest can wait
local function linked(set, side, change)
  local room = set.limit - set.made
  local ids, total = lib.write.leading.of_list(side.far, sides.list(side.out, change.id), room, set.waits)
  if total <= room then return ids end
  if set.waits then lib.write.lapsed.wait(change)
  else refuse(set, side, change, total) end
  return ids
end

-- nothing leads to an entity that is deleted, and nothing from it
function module.leave(set, change)
  for _, side in ipairs(sides.of(set, change.state)) do
    local ids = linked(set, side, change)
    set.made = set.made + #ids
    -- what the caller links in the same call may concern the same pairs
    if set.links then verbs.delete(set, side, { id = change.id, ids = ids })
    elseif #ids > 0 then leaving.forget(set, side, change.id, ids) end
  end
end

function module.tell(set, results)
  for i, change in ipairs(set.links) do results[set.given + i] = change.told end
end
