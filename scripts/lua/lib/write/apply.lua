--[[
apply: writes a change that passed all checks.
]]
local function next_id(change)
  if change.id ~= '' then return change.id end
  change.model.last = change.model.last + 1
  return lib.layout.id.text(change.model.last)
end

local function write_row(change)
  if change.replace then redis.call('DEL', change.key) end
  if change.set then lib.write.arguments.call('HSET', change.key, change.set) end
  if change.sums then redis.call('HSET', change.key, unpack(change.sums)) end
  if change.unset then lib.write.arguments.call('HDEL', change.key, change.unset) end
  -- a hash without fields is no hash
  if change.model.marker then redis.call('HSET', change.key, '~', '') end
end

-- what the caller is told: an id, the sums, or the number of entities concerned
local function result(change)
  if change.sums then return change.sums end
  if change.set and not change.unset then return change.id end
  return change.before and 1 or 0
end

function module.change(change)
  local model = change.model
  if change.after and not change.before then
    change.id = next_id(change)
    change.key = model.row_prefix .. change.id
    lib.layout.posting.add(model, 'ids', change.id)
  elseif change.before and not change.after then
    lib.layout.posting.remove(model, 'ids', change.id)
    redis.call('DEL', change.key)
  end
  if change.before or change.after then lib.write.indexing.apply(change) end
  if change.after then write_row(change) end
  return result(change)
end
