--[[
ranked: sorted sets read by rank, which is how ranges keep their place while others write.

A node knows its ranks (low, high), both included. A position is the last member seen, with its score for the case that
the member is gone when the scan goes on.
]]
local function count_to(node, bound)
  if node.op == 'lexical' then return redis.call('ZLEXCOUNT', node.key, '-', bound) end
  return redis.call('ZCOUNT', node.key, '-inf', bound)
end

-- the bound that ends right before another one begins
local function complement(node, bound)
  local open, rest = string.sub(bound, 1, 1), string.sub(bound, 2)
  if node.op == 'lexical' then return (open == '[' and '(' or '[') .. rest end
  return open == '(' and rest or '(' .. bound
end

local function resolve(node)
  if node.low then return end
  node.low = node.min and count_to(node, complement(node, node.min)) or 0
  node.high = (node.max and count_to(node, node.max) or redis.call('ZCARD', node.key)) - 1
end

function module.size(node)
  resolve(node)
  return math.max(0, node.high - node.low + 1)
end

local function ids_of(node, members, step)
  local total, list = #members, {}
  for i = 1, total do
    local member = members[step > 0 and i or total - i + 1]
    if node.op == 'lexical' then member = string.sub(member, string.find(member, '\0', 1, true) + 1) end
    list[i] = node.op == 'posting' and member or lib.layout.id.of(call.model.integer, member)
  end
  return list
end

function module.scan(node, at, count)
  resolve(node)
  local step = node.reverse and -1 or 1
  local first = at and lib.query.rank.after(node, at, step) or (step > 0 and node.low or node.high)
  if first < node.low or first > node.high then return {}, nil end
  local last = step > 0 and math.min(first + count - 1, node.high) or math.max(first - count + 1, node.low)
  local members = redis.call('ZRANGE', node.key, math.min(first, last), math.max(first, last))
  local list = ids_of(node, members, step)
  local final = members[step > 0 and #members or 1]
  if not final or last == (step > 0 and node.high or node.low) then return list, nil end
  return list, { member = final, score = node.op == 'range' and redis.call('ZSCORE', node.key, final) or nil }
end
