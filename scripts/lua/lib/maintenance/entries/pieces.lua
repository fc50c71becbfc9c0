--[[
pieces: what the keys of indexes hold that are not lists of ids: a list of [id, what the entry says, its score], and where the rest is.
]]
local id_of = lib.layout.id

-- the values of a bucket: short, whatever their number
local function read_hash(place)
  local reply, result = redis.call('HGETALL', place.key), {}
  for i = 1, #reply, 2 do result[#result + 1] = { reply[i + 1], reply[i] } end
  return result, '0'
end

local function read_sorted(state, place, index)
  local reply = redis.call('ZSCAN', place.key, place.cursor, 'COUNT', 100)
  -- a value ends with the first NUL, behind which an id may have more of them
  local function id(member)
    if index.kind == 'expiry' then return member end
    if index.kind ~= 'ordered' and not index.ordered then member = string.match(member, '^[^%z]*%z(.*)$') or '' end
    return id_of.of(state.model.integer, member)
  end
  local found, result = reply[2], {}
  for i = 1, #found, 2 do result[#result + 1] = { id(found[i]), found[i], found[i + 1] } end
  return result, reply[1]
end

-- entries of a key from a cursor on
function module.read(state, place, index)
  if index.kind == 'unique' then return read_hash(place) end
  return read_sorted(state, place, index)
end
