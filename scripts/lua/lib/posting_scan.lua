--[[
posting_scan: reading lists of ids (see lib/posting.lua), which come in the order of the ids.

A position in a tree is the smallest id that may come next.
]]
-- @include lib/posting_layout
-- @include lib/nodes
-- @include lib/ranked
kinds.posting = {}

local function layout(node)
  if not node.layout then node.layout = model.integer and redis.call('TYPE', node.key).ok or 'ranked' end
  return node.layout
end

local function name_of(node) return string.sub(node.key, #model.key + 2) end

function kinds.posting.size(node)
  local kind = layout(node)
  if kind == 'ranked' then return ranked.size(node) end
  if kind == 'set' then return redis.call('SCARD', node.key) end
  return tonumber(redis.call('HGET', model.key .. '#counts', name_of(node)) or 0)
end

local function ascending(a, b) return tonumber(a) < tonumber(b) end
local function descending(a, b) return tonumber(a) > tonumber(b) end

-- the server keeps a small set of numbers as a sorted array, unless it was configured otherwise
local function sorted_members(node, key)
  local list = redis.call('SMEMBERS', key)
  if redis.call('OBJECT', 'ENCODING', key) ~= 'intset' then table.sort(list, ascending) end
  if node.reverse then table.sort(list, descending) end
  return list
end

-- at most `count` of the ids from a position on, and the id after them
local function page(node, list, at, count)
  local from = at and tonumber(at.id)
  local first = 1
  while from and list[first] do
    local id = tonumber(list[first])
    if node.reverse and id <= from or not node.reverse and id >= from then break end
    first = first + 1
  end
  if first == 1 and #list <= count then return list, nil end
  local result, last = {}, math.min(#list, first + count - 1)
  for i = first, last do result[#result + 1] = list[i] end
  return result, list[last + 1] and { id = list[last + 1] }
end

local function neighbour(node, start)
  if node.reverse then return redis.call('ZREVRANGEBYSCORE', node.key, '(' .. start, '-inf', 'LIMIT', 0, 1)[1] end
  return redis.call('ZRANGEBYSCORE', node.key, '(' .. start, '+inf', 'LIMIT', 0, 1)[1]
end

-- a leaf at a time; a position is an id, which survives splits
local function scan_tree(node, at, count)
  local start = at and posting.leaf_of(node.key, at.id)
    or redis.call(node.reverse and 'ZREVRANGE' or 'ZRANGE', node.key, 0, 0)[1]
  if not start then return {}, nil end
  local list, rest = page(node, sorted_members(node, posting.leaf(model, name_of(node), start)), at, count)
  if rest then return list, rest end
  local following = neighbour(node, start)
  if not following then return list, nil end
  -- backwards the next leaf ends right before the start of this one
  return list, { id = node.reverse and ids.text(tonumber(start) - 1) or following }
end

function kinds.posting.scan(node, at, count)
  local kind = layout(node)
  if kind == 'ranked' then return ranked.scan(node, at, count) end
  if kind == 'set' then return page(node, sorted_members(node, node.key), at, count) end
  if kind == 'none' then return {}, nil end
  return scan_tree(node, at, count)
end

-- a tree has no cheap probe: the stored value tells as well
local function keep_stored(node, list)
  if node.field == nil then
    return select_ids(list, function(id) return redis.call('EXISTS', entity_key(id)) == 1 end)
  end
  return select_ids(list, function(id) return (redis.call('HGET', entity_key(id), node.field) or nil) == node.value end)
end

function kinds.posting.keep(node, list)
  local kind = layout(node)
  if kind == 'none' then return {} end
  if kind == 'zset' then return keep_stored(node, list) end
  local found = ask(kind == 'ranked' and 'ZMSCORE' or 'SMISMEMBER', node.key, list)
  return select_ids(list, function(_, i) return found[i] and found[i] ~= 0 end)
end
