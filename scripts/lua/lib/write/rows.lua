--[[
rows: entities as they are stored. A row is a table of stored values by the position of their field.

ARGV[1..] all  of the script
]]
function module.exists(change) return not change.blind and redis.call('EXISTS', change.key) == 1 end

-- the values that came with the change
function module.given(change)
  local shape, first = change.shape, change.first
  if shape.full then return { unpack(ARGV, first + 1, first + shape.width) } end
  local row, set = {}, shape.set
  for i = 1, #set do row[set[i]] = ARGV[first + i] end
  return row
end

-- what is stored, as far as the change needs it, or false where there is no entity
function module.stored(change)
  if change.blind then return false end
  local shape, row, found = change.shape, { nil, nil, nil, nil, nil, nil, nil, nil }, false
  local names, positions = shape.read_names, shape.read
  local values = #names > 0 and redis.call('HMGET', change.key, unpack(names)) or names
  for i = 1, #positions do
    local value = values[i]
    if value then row[positions[i]], found = value, true end
  end
  return (found or module.exists(change)) and row or false
end

local function pairs_of(change)
  local shape, first, sums, stays = change.shape, change.first, change.sums, change.stays
  local list = { unpack(shape.pairs) }
  for i = 1, #shape.set do list[2 * i] = sums and sums[i] or stays and stays[i] or ARGV[first + i] end
  return list
end

local function put(change)
  local list = change.pairs or pairs_of(change)
  local encoded = change.encoded
  for i = 1, encoded and #list or 0, 2 do list[i + 1] = encoded[list[i]] or list[i + 1] end
  if change.lives_until then list[#list + 1], list[#list + 2] = lib.layout.lifetimes.NAME, change.lives_until end
  if #list > 0 then lib.write.groups.call('HSET', change.key, list) end
end

-- gives what the caller is told: an id, the sums, what was held, or the number of entities concerned
function module.write(change)
  if change.after then
    if change.replaces then redis.call('DEL', change.key) end
    put(change)
    if change.timed == '' then redis.call('HDEL', change.key, lib.layout.lifetimes.NAME) end
    if #change.shape.unset_names > 0 then lib.write.groups.call('HDEL', change.key, change.shape.unset_names) end
  end
  if change.tell then return change.tell(change) end
  if change.told then return change[change.told] end
  return change.before and 1 or 0
end
