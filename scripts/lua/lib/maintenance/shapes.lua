--[[
shapes: keys of indexes that are of another type than they should be: somebody wrote to them by hand. What indexes hold can be told from the
rows, so that such a key goes, and its entries come again.
]]
-- the type that a key should have, of those that are not lists of ids (lib/maintenance/lists/ids.lua)
function module.type_of(model, index, name)
  if index.kind == 'unique' then return 'hash' end
  if index.kind ~= 'text' then return 'zset' end
  local key = model.key .. '#' .. name
  return (key == index.dictionary or key == index.reversed) and 'zset' or 'hash'
end

-- whether it is of that type; else it is told, and goes where that is asked
function module.check(key, wanted, name, tell, repairs)
  if redis.call('TYPE', key).ok == wanted then return true end
  tell('type', name)
  if repairs then redis.call('UNLINK', key) end
  return false
end

function module.fits(model, index, place, tell, repairs)
  return module.check(place.key, module.type_of(model, index, place.name), place.name, tell, repairs)
end

-- one that has no place in an index; there is no next part
function module.drop(place, tell, repairs)
  tell('orphan', place.name)
  if repairs then redis.call('UNLINK', place.key) end
  return '0'
end

-- what a command or a function finds; nothing where damage does not let it read
function module.try(work, ...)
  local is_read, found = pcall(work, ...)
  return is_read and found or nil
end
