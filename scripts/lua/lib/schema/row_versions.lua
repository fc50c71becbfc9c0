--[[
row_versions: what the server knows of the versions of a model's rows (src/entity/stored/migrate.ts): `migrated`, of which no row is older, as far
as it was told; `migrating`, to which a program brings all of them up; `newest`, the newest of which any program was.

A program of an older version that writes may add rows of its own: from then on neither holds. Who goes through the rows says so before
and behind it, so that what an older program writes in between is not overlooked.
]]
local function is_older(version, other) return tonumber(version or 1) < tonumber(other or 1) end

local function newer(version, other) return is_older(version, other) and other or version end

-- a caller begins to go through the rows: the server learns nothing else of it, which may keep older programs from writing
function module.begun(own, stored)
  if own.migration == 'begun' then return lib.schema.tables.with(stored, { migrating = own.version }) end
end

-- what a caller that writes or not, or has gone through the rows, makes of both
local function after(own, stored, writes)
  local mine, migrated, migrating = own.version or false, stored.migrated or false, stored.migrating or false
  if own.migration == 'done' then
    if migrating ~= mine then return migrated, migrating end
    return is_older(migrated, mine) and mine or migrated, false
  end
  if writes and is_older(mine, migrated) then migrated = mine end
  if writes and is_older(mine, migrating) then migrating = false end
  return migrated, migrating
end

-- put into `merged`; gives whether that is news to the server
function module.note(own, stored, merged, writes)
  if not own.version and stored.version == nil and not stored.migrating then return false end
  merged.newest = newer(newer(own.version or false, stored.version), newer(stored.newest or false, stored.migrated))
  merged.version, merged.migrated, merged.migrating = own.version or false, after(own, stored, writes)
  return merged.migrated ~= (stored.migrated or false) or merged.migrating ~= (stored.migrating or false)
end

-- of rows from before the server knew of a schema nobody can say anything
function module.of_unknown(own)
  if not own.version then return {} end
  return { migrated = false, migrating = own.migration == 'begun' and own.version }
end
