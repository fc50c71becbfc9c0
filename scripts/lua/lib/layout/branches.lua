--[[
branches: ids come to the leaves of a tree and go from them (see lib/layout/tree.lua), those of one leaf together.
]]
local counts, tree, leaves, splits = lib.layout.counts, lib.layout.tree, lib.layout.leaves, lib.layout.splits

-- the leaf of an id; of the list of all ids it is known where the last one begins
local function start_of(state, name, key, id)
  if name ~= 'ids' then return tree.leaf_of(key, id) end
  local last = counts.text(state, 'last')
  if not last then
    last = tree.newest_leaf(key)
    counts.set(state, 'last', last)
  end
  return tonumber(id) >= tonumber(last) and last or tree.leaf_of(key, id)
end

-- the place of the last of the ids that are in the same leaf as the one at `from`
local function run_end(state, name, key, start, ids, from)
  if from == #ids or name == 'ids' and counts.get(state, 'last') == tonumber(start) then return #ids end
  local following = redis.call('ZRANGEBYSCORE', key, '(' .. start, '+inf', 'LIMIT', 0, 1)[1]
  return following and lib.layout.ascending.last_below(ids, from, tonumber(following)) or #ids
end

-- work(state, name, key, start of a leaf, its ids) for each leaf concerned; the sum of what it gives
local function each_leaf(state, name, key, ids, work)
  if #ids > 1 then lib.layout.ascending.sort(ids) end
  local newest = lib.layout.newest.start_of(state, name, key, tonumber(ids[1]))
  if newest then return work(state, name, key, newest, ids) end
  if #ids == 1 then return work(state, name, key, start_of(state, name, key, ids[1]), ids) end
  local from, sum = 1, 0
  while from <= #ids do
    local start = start_of(state, name, key, ids[from])
    local to = run_end(state, name, key, start, ids, from)
    sum = sum + work(state, name, key, start, from == 1 and to == #ids and ids or { unpack(ids, from, to) })
    from = to + 1
  end
  return sum
end

local function come(state, name, key, start, ids)
  return leaves.fill(tree.leaf(state.model, name, start), ids) or splits.fill(state, name, key, start, ids)
end

local function go(state, name, key, start, ids)
  local leaf = tree.leaf(state.model, name, start)
  local removed = redis.call('SREM', leaf, unpack(ids))
  -- the first leaf stays in the directory: every id must have a leaf
  if removed == 0 or start == '0' or redis.call('EXISTS', leaf) == 1 then return removed end
  redis.call('ZREM', key, start)
  if name == 'ids' then counts.set(state, 'last', false) end
  return removed
end

function module.add(state, name, key, ids) counts.add(state, name, each_leaf(state, name, key, ids, come)) end

-- the number of ids that were there
function module.remove(state, name, key, ids) return each_leaf(state, name, key, ids, go) end
