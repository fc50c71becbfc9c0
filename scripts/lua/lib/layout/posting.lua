--[[
posting: ids come to a list and go from it (see lib/layout/tree.lua), all of one call at once.
]]
local counts, tree, leaves = lib.layout.counts, lib.layout.tree, lib.layout.leaves

local function key_of(state, name) return state.model.key .. '#' .. name end

-- what is not a list there is found before the first write
function module.check(state, name)
  local key = key_of(state, name)
  if not state.model.integer then return redis.call('ZCARD', key) end
  if not counts.get(state, name) then leaves.check(key) end
end

-- whether a list has an id
function module.has(state, name, id)
  local key = key_of(state, name)
  if not state.model.integer then return redis.call('ZSCORE', key, id) ~= false end
  if counts.get(state, name) then key = tree.leaf(state.model, name, tree.leaf_of(key, id) or '0') end
  return redis.call('SISMEMBER', key, id) == 1
end

-- the set becomes the first leaf of a tree
local function grow(state, name, key)
  local size, first = redis.call('SCARD', key), tree.leaf(state.model, name, '0')
  if size > 0 then redis.call('RENAME', key, first) end
  leaves.forget(first)
  redis.call('ZADD', key, 0, '0')
  counts.set(state, name, size)
end

function module.add(state, name, ids)
  local key = key_of(state, name)
  if not state.model.integer then
    local scored = {}
    for i = 1, #ids do scored[2 * i - 1], scored[2 * i] = 0, ids[i] end
    return lib.write.groups.call('ZADD', key, scored)
  end
  if not counts.get(state, name) then
    if leaves.fill(key, ids) then return end
    grow(state, name, key)
  end
  lib.layout.branches.add(state, name, key, ids)
end

local function forget(state, name, key)
  redis.call('DEL', key)
  counts.set(state, name, false)
  if name == 'ids' then counts.set(state, 'last', false) end
end

function module.remove(state, name, ids)
  local key = key_of(state, name)
  if not state.model.integer then return lib.write.groups.call('ZREM', key, ids) end
  if not counts.get(state, name) then return redis.call('SREM', key, unpack(ids)) end
  if counts.add(state, name, -lib.layout.branches.remove(state, name, key, ids)) <= 0 then forget(state, name, key) end
end
