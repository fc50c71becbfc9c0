--[[
living: rows of entities whose time has not come.
]]
-- whether the last value of a row is the time when the entity expires, by the name of that field, and has come
function module.is_over(name, time)
  if name ~= '~expires' or not time then return false end
  return lib.layout.due.is_over(time, lib.layout.lifetimes.now())
end

-- the values of the fields, false where there is no entity any more
function module.row(key, names, version)
  local row = redis.call('HMGET', key, unpack(names))
  if version then lib.layout.versions.complete(version, key, row) end
  if module.is_over(names[#names], row[#row]) then return false end
  for i = 1, #row do
    if row[i] then return row end
  end
  return redis.call('EXISTS', key) == 1 and row or false
end
