--[[
posting_list: reads a posting list of whole numbers (see lib/layout/tree.lua) in their order. A position is the id that may
come next.
]]
local function ascending(a, b) return tonumber(a) < tonumber(b) end
local function descending(a, b) return tonumber(a) > tonumber(b) end

-- the server keeps a small set of numbers as a sorted array, unless it was configured otherwise
local function sorted_members(state, node, key)
  if node.held and node.held.key == key then return node.held.list end
  local list = redis.call('SMEMBERS', key)
  state.spent = state.spent + 1 + #list / 16
  if node.reverse then table.sort(list, descending)
  elseif #list > 1 and redis.call('OBJECT', 'ENCODING', key) ~= 'intset' then table.sort(list, ascending) end
  return list
end

local function first_from(node, list, id)
  local from, held = tonumber(id), node.held
  if held and list[held.first] == id then return held.first end
  for i = 1, #list do
    local each = tonumber(list[i])
    if node.reverse and each <= from or not node.reverse and each >= from then return i end
  end
  return #list + 1
end

-- at most `count` of the ids from a position on, and the position after them; what is read in parts is held for the next one
local function page(state, node, key, at, count)
  local list = sorted_members(state, node, key)
  local first = at and first_from(node, list, at.id) or 1
  node.held = nil
  if first == 1 and #list <= count then return list, nil end
  local result, last = {}, math.min(#list, first + count - 1)
  for i = first, last do result[i - first + 1] = list[i] end
  if last >= #list then return result, nil end
  node.held = { key = key, list = list, first = last + 1 }
  return result, { id = list[last + 1] }
end

-- the leaf after another one, in the direction of the scan
local function neighbour(node, start)
  if node.reverse then return redis.call('ZREVRANGEBYSCORE', node.key, '(' .. start, '-inf', 'LIMIT', 0, 1)[1] end
  return redis.call('ZRANGEBYSCORE', node.key, '(' .. start, '+inf', 'LIMIT', 0, 1)[1]
end

-- of a tree a leaf at a time
function module.scan_tree(state, node, name, at, count)
  local start = at and lib.layout.tree.leaf_of(node.key, at.id)
    or redis.call(node.reverse and 'ZREVRANGE' or 'ZRANGE', node.key, 0, 0)[1]
  if not start then return {}, nil end
  local list, rest = page(state, node, lib.layout.tree.leaf(node.model, name, start), at, count)
  if rest then return list, rest end
  local following = neighbour(node, start)
  if not following then return list, nil end
  -- backwards the next leaf ends right before the start of this one
  return list, { id = node.reverse and lib.layout.id.text(tonumber(start) - 1) or following }
end

function module.scan_set(state, node, at, count) return page(state, node, node.key, at, count) end
