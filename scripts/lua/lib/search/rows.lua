--[[
rows: documents as they are stored: id, document, metadata (`m:` and its name), forward lists (`~` and the field).
]]
function module.forget_metadata(key)
  local gone = {}
  for _, name in ipairs(redis.call('HKEYS', key)) do
    if string.sub(name, 1, 2) == 'm:' then gone[#gone + 1] = name end
  end
  if #gone > 0 then redis.call('HDEL', key, unpack(gone)) end
end

-- what a caller sees, as a flat list
function module.read(key)
  local all, shown = redis.call('HGETALL', key), {}
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, 1) ~= '~' then shown[#shown + 1], shown[#shown + 2] = all[i], all[i + 1] end
  end
  return shown
end
