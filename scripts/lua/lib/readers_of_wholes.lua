--[[
readers_of_wholes: the changes that give all of an entity.
]]
local readers = {}

local function exists(change) return created[change.key] or redis.call('EXISTS', change.key) == 1 end

function readers.insert(change, position)
  change.set = arguments.list()
  change.after = {}
  arguments.pairs(change.set, function(name, value) change.after[name] = value end)
  if change.id == '' then return end
  if exists(change) then refuse('ENTITY_EXISTS', position, change.id) end
  created[change.key] = true
end

-- all of an entity, whatever is stored
function readers.put(change)
  change.set = arguments.list()
  change.after = {}
  arguments.pairs(change.set, function(name, value) change.after[name] = value end)
  change.replace = true
  if exists(change) then change.before = stored_row(change, {}) end
end
