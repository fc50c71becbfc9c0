--[[
pieces: the keys of indexes, told apart by their names, and what they hold: a list of [id, what the entry says], and where the rest is.
]]
local counts, id_of = lib.layout.counts, lib.layout.id

-- the index that has a key of a name; false for the list of all ids; nil where none has
function module.owner(model, name)
  if name == 'ids' then return false end
  for _, index in ipairs(model.source.indexes) do
    local key, list = index.key and string.sub(index.key, #model.key + 2), index.list
    -- of a list of times only the leaves have entries
    if index.kind == 'expiry' and string.sub(name, 1, #key + 1) == key .. '/' then return index end
    if name == index.missing or name == key and index.kind ~= 'expiry' then return index end
    if list and index.digested and (string.sub(name, 1, #list) == list or string.sub(name, 1, #index.digested) == index.digested) then return index end
    if index.kind == 'unique' and string.sub(name, 1, #key + 1) == key .. '/' then return index end
  end
end

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

function readers.set(_, key, cursor)
  local reply = redis.call('SSCAN', key, cursor, 'COUNT', 200)
  return ids(reply[2]), reply[1]
end

function readers.zset(state, key, cursor, index)
  local reply = redis.call('ZSCAN', key, cursor, 'COUNT', 100)
  -- a value ends with the first NUL, behind which an id may have more of them
  local function id(member)
    if not index or index.kind == 'exact' or index.kind == 'expiry' or key == state.model.key .. '#' .. (index.missing or '') then return member end
    if index.kind == 'lexical' then member = string.match(member, '^[^%z]*%z(.*)$') or '' end
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
  return readers[kind](state, key, cursor, index)
end
