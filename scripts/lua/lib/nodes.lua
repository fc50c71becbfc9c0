--[[
nodes: what the leaves and branches of a plan can do.

kinds[op] gives for a node:
  size(node)               how many ids it has, at most; exact for leaves
  scan(node, at, count)    the next ids from a position (nil: from the start), and the position after them (nil: no more)
  keep(node, ids)          those of the ids that it has, in their order
]]
-- @include lib/bytes
-- @include lib/ids
local kinds = {}

local function size(node) return kinds[node.op].size(node) end
local function scan(node, at, count) return kinds[node.op].scan(node, at, count) end

-- for explain(): how many ids came to a node and how many it kept, by number of the node
local trace

local function keep(node, list)
  if #list == 0 then return list end
  local kept = kinds[node.op].keep(node, list)
  if trace and node.n then
    local step = trace[node.n] or { 0, 0 }
    trace[node.n] = { step[1] + #list, step[2] + #kept }
  end
  return kept
end

local function select_ids(list, test)
  local result = {}
  for i = 1, #list do
    if test(list[i], i) then result[#result + 1] = list[i] end
  end
  return result
end

-- fn(part, offset) for parts of a list that fit the stack
local function in_parts(list, fn)
  for i = 1, #list, 1000 do fn({ unpack(list, i, math.min(i + 999, #list)) }, i - 1) end
end

-- command(key, members) for all members, the replies in one list
local function ask(command, key, members)
  if #members <= 1000 then return redis.call(command, key, unpack(members)) end
  local replies = {}
  in_parts(members, function(part, offset)
    for i, reply in ipairs(redis.call(command, key, unpack(part))) do replies[offset + i] = reply end
  end)
  return replies
end

local function members_of(list)
  if not model.integer then return list end
  local members = {}
  for i = 1, #list do members[i] = ids.member(true, list[i]) end
  return members
end

local function entity_key(id) return model.key .. ':' .. id end
