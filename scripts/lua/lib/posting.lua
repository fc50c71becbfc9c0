--[[
posting: ids come to a list and go from it (see lib/posting_layout.lua).
]]
-- @include lib/ids
-- @include lib/posting_layout
-- move the upper half of a full leaf to a new one; ids that only grow leave full leaves behind
local function split(model, name, start, newest)
  local members = redis.call('SMEMBERS', posting.leaf(model, name, start))
  for i = 1, #members do members[i] = tonumber(members[i]) end
  table.sort(members)
  local at = members[#members] == tonumber(newest) and #members or math.floor(#members / 2) + 1
  local moved = {}
  for i = at, #members do moved[#moved + 1] = ids.text(members[i]) end
  redis.call('SREM', posting.leaf(model, name, start), unpack(moved))
  redis.call('SADD', posting.leaf(model, name, moved[1]), unpack(moved))
  redis.call('ZADD', posting.key(model, name), moved[1], moved[1])
end

local function grow(model, name, id)
  local key = posting.key(model, name)
  redis.call('RENAME', key, posting.leaf(model, name, '0'))
  redis.call('ZADD', key, 0, '0')
  redis.call('HSET', model.key .. '#counts', name, posting.LEAF + 1)
  split(model, name, '0', id)
end

local function add_to_tree(model, name, key, id)
  local start = posting.leaf_of(key, id)
  local leaf = posting.leaf(model, name, start)
  if redis.call('SADD', leaf, id) == 0 then return end
  redis.call('HINCRBY', model.key .. '#counts', name, 1)
  if redis.call('SCARD', leaf) > posting.LEAF then split(model, name, start, id) end
end

function posting.add(model, name, id)
  local key = posting.key(model, name)
  if not model.integer then return redis.call('ZADD', key, 0, id) end
  if redis.call('TYPE', key).ok == 'zset' then return add_to_tree(model, name, key, id) end
  redis.call('SADD', key, id)
  if redis.call('SCARD', key) > posting.LEAF then grow(model, name, id) end
end

local function remove_from_tree(model, name, key, id)
  local start = posting.leaf_of(key, id)
  local leaf = posting.leaf(model, name, start)
  if redis.call('SREM', leaf, id) == 0 then return end
  -- the first leaf stays in the directory: every id must have a leaf
  if start ~= '0' and redis.call('EXISTS', leaf) == 0 then redis.call('ZREM', key, start) end
  if redis.call('HINCRBY', model.key .. '#counts', name, -1) > 0 then return end
  redis.call('DEL', key)
  redis.call('HDEL', model.key .. '#counts', name)
end

function posting.remove(model, name, id)
  local key = posting.key(model, name)
  if not model.integer then return redis.call('ZREM', key, id) end
  if redis.call('TYPE', key).ok == 'zset' then return remove_from_tree(model, name, key, id) end
  redis.call('SREM', key, id)
end
