--[[
posting: ids come to a list and go from it (see lib/layout/tree.lua).
]]
local counts, tree = lib.layout.counts, lib.layout.tree

-- move the upper half of a full leaf to a new one; ids that only grow leave full leaves behind
local function split(model, name, key, start, newest)
  local leaf = tree.leaf(model, name, start)
  local members = redis.call('SMEMBERS', leaf)
  for i = 1, #members do members[i] = tonumber(members[i]) end
  table.sort(members)
  local moved = {}
  local first = members[#members] == tonumber(newest) and #members or math.floor(#members / 2) + 1
  for i = first, #members do moved[#moved + 1] = lib.layout.id.text(members[i]) end
  redis.call('SREM', leaf, unpack(moved))
  redis.call('SADD', tree.leaf(model, name, moved[1]), unpack(moved))
  redis.call('ZADD', key, moved[1], moved[1])
end

local function grow(model, name, key, id)
  redis.call('RENAME', key, tree.leaf(model, name, '0'))
  redis.call('ZADD', key, 0, '0')
  counts.set(model, name, tree.LEAF + 1)
  split(model, name, key, '0', id)
end

function module.add(model, name, id)
  local key = model.key .. '#' .. name
  if not model.integer then return redis.call('ZADD', key, 0, id) end
  local start = counts.get(model, name) and tree.leaf_of(key, id)
  local leaf = start and tree.leaf(model, name, start) or key
  if redis.call('SADD', leaf, id) == 0 then return end
  if start then counts.add(model, name, 1) end
  if redis.call('SCARD', leaf) <= tree.LEAF then return end
  if start then split(model, name, key, start, id) else grow(model, name, key, id) end
end

function module.remove(model, name, id)
  local key = model.key .. '#' .. name
  if not model.integer then return redis.call('ZREM', key, id) end
  if not counts.get(model, name) then return redis.call('SREM', key, id) end
  local start = tree.leaf_of(key, id)
  local leaf = tree.leaf(model, name, start)
  if redis.call('SREM', leaf, id) == 0 then return end
  -- the first leaf stays in the directory: every id must have a leaf
  if start ~= '0' and redis.call('EXISTS', leaf) == 0 then redis.call('ZREM', key, start) end
  if counts.add(model, name, -1) > 0 then return end
  redis.call('DEL', key)
  counts.set(model, name, false)
end
