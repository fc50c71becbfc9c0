--[[
posting_leaves: which of many ids a tree of ids has (see lib/layout/tree.lua): each leaf is asked at once for the ids behind one another that
may be in it. Of a range these are many, since ids of one value come in their order.
]]
local tree = lib.layout.tree
-- ids that are looked at to see whether they come in runs; of how many such a run has to be; ids of one command
local SEEN, SHORTEST, LONGEST = 64, 4, 1000

-- where the leaves of a tree begin, as text and as numbers
local function leaves_of(node)
  if not node.leaves then
    local starts, numbers = redis.call('ZRANGE', node.key, 0, -1), {}
    for i = 1, #starts do numbers[i] = tonumber(starts[i]) end
    node.leaves = { starts = starts, numbers = numbers }
  end
  return node.leaves
end

-- take(leaf, first, last) of each run, or false where they are short
local function each_run(numbers, list, take)
  local from, leaf, low, high, runs = 1, nil, math.huge, -math.huge, 0
  for i = 1, #list do
    -- a sum makes a number of a text without the call of a function
    local id = list[i] + 0
    if id < low or id >= high or i - from == LONGEST then
      if leaf then take(leaf, from, i - 1) end
      runs = runs + 1
      if i <= SEEN and runs > SEEN / SHORTEST then return false end
      from, leaf = i, lib.layout.ascending.last_below(numbers, 1, id + 1)
      low, high = leaf == 1 and 0 or numbers[leaf], numbers[leaf + 1] or math.huge
    end
  end
  take(leaf, from, #list)
  return true
end

-- those of the ids that are there, or nothing where it is too much to ask so
function module.keep(state, node, name, list)
  if #list < SEEN or node.scattered then return nil end
  local leaves, result, total = leaves_of(node), {}, 0
  node.scattered = not each_run(leaves.numbers, list, function(leaf, first, last)
    local found = redis.call('SMISMEMBER', tree.leaf(node.model, name, leaves.starts[leaf]), unpack(list, first, last))
    state.spent = state.spent + 3
    for i = first, last do
      if found[i - first + 1] == 1 then
        total = total + 1
        result[total] = list[i]
      end
    end
  end)
  if node.scattered then return nil end
  state.spent = state.spent + 1.5 * #list
  return result
end
