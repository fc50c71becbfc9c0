--[[
pieces: what the keys of indexes hold: a list of [id, what the entry says], and where the rest is.
]]
local counts, id_of = lib.layout.counts, lib.layout.id
-- entries of a call: each is compared with what its entity says
local PART = 100

local function ids(list)
  local result = {}
  for i, id in ipairs(list) do result[i] = { id, id } end
  return result
end

local readers = {}

-- the values of a bucket: short, whatever their number
function readers.hash(_, key)
  local reply, result = redis.call('HGETALL', key), {}
  for i = 1, #reply, 2 do result[#result + 1] = { reply[i + 1], reply[i] } end
  return result, '0'
end

-- a set of the server's that is an array comes whole from SSCAN: of one that is no longer than a leaf the ids behind one, in byte order
function readers.set(_, key, cursor)
  local is_behind = string.sub(cursor, 1, 1) == '>'
  if not is_behind and redis.call('SCARD', key) > 2 * lib.layout.tree.LEAF then
    local reply = redis.call('SSCAN', key, cursor, 'COUNT', PART)
    return ids(reply[2]), reply[1]
  end
  local list, found, last = redis.call('SMEMBERS', key), {}, is_behind and string.sub(cursor, 2)
  table.sort(list)
  for i = 1, #list do
    if #found == PART then return ids(found), '>' .. found[PART] end
    if not last or list[i] > last then found[#found + 1] = list[i] end
  end
  return ids(found), '0'
end

function readers.zset(state, key, cursor, index, list)
  local reply = redis.call('ZSCAN', key, cursor, 'COUNT', PART)
  -- a value ends with the first NUL, behind which an id may have more of them
  local function id(member)
    if index and index.kind == 'expiry' or lib.maintenance.owners.is_list(index, list) then return member end
    if index.kind ~= 'ordered' and not index.ordered then member = string.match(member, '^[^%z]*%z(.*)$') or '' end
    return id_of.of(state.model.integer, member)
  end
  local found, result = reply[2], {}
  for i = 1, #found, 2 do result[#result + 1] = { id(found[i]), found[i], found[i + 1] } end
  return result, reply[1]
end

-- entries of a key from a cursor on; nothing where it is the directory of a tree
function module.read(state, name, list, cursor, index)
  local key = state.model.key .. '#' .. name
  local kind = redis.call('TYPE', key).ok
  if name == list and kind == 'zset' and state.model.integer and counts.get(state, name) then return {}, '0' end
  if not readers[kind] then return {}, '0' end
  return readers[kind](state, key, cursor, index, list)
end
