--[[
migrate: a row is brought into the shape of another version, where it still holds what the caller made it of.

The one value of `seen` is JSON { version, row, gone }: the version that it was of, or false; all of its fields by name; those that it has no more.

ARGV[1..] all  of the script
]]
local versions, lifetimes, with = lib.layout.versions, lib.layout.lifetimes, lib.schema.tables.with

-- the first field that does not hold what the caller saw
local function difference(change, asked, stored)
  if (redis.call('HGET', change.key, versions.NAME) or false) ~= asked.version then return versions.NAME end
  for name, value in pairs(asked.row) do if stored[name] ~= value then return name end end
  for name in pairs(stored) do if not asked.row[name] then return name end end
end

-- what differs by the positions of its fields, false for what goes; names that no program declares
local function differences(change, asked)
  local model, shape, written, unknown = change.state.model, change.shape, {}, {}
  local row, places = lib.write.rows.given(change), lib.schema.tables.places(model.fields)
  for _, at in ipairs(shape.set) do
    if asked.row[model.fields[at]] ~= row[at] then written[at] = row[at] end
  end
  for _, at in ipairs(shape.unset) do written[at] = false end
  for _, name in ipairs(asked.gone) do
    if places[name] then written[places[name]] = false else unknown[#unknown + 1] = name end
  end
  return written, unknown
end

function module.read(change, set)
  local shape = change.shape
  local stored, asked = not change.blind and versions.all(change.key), cjson.decode(ARGV[change.first + #shape.set + 1])
  if not stored then return set:refuse('ENTITY_DELETED', change.position, change.id) end
  local name = difference(change, asked, stored)
  if name then return set:refuse('DATA_RACE', change.position, name, cjson.null) end
  local written, unknown = differences(change, asked)
  lib.write.made.update(change, change.state.model, written)
  if #unknown > 0 then
    for _, other in ipairs(change.shape.unset_names) do unknown[#unknown + 1] = other end
    change.shape = with(change.shape, { unset_names = unknown })
  end
  -- it is not a write of the entity's own, which could begin its time anew
  change.timed = redis.call('HGET', change.key, lifetimes.NAME) or ''
end
