--[[
posting_pages: the ids of a list from a position on, where it is a set or a tree of sets.
]]
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
