--[[
walk: the ids of a model in their order, step by step. A position says what comes next; ids may come and go meanwhile.
]]
local counts, tree, sort, last_below = lib.layout.counts, lib.layout.tree, lib.layout.ascending.sort, lib.layout.ascending.last_below

-- the set that holds a position, and where the next one begins
local function leaf(state, from)
  local key = state.model.ids
  if not counts.get(state, 'ids') then return key, nil end
  local start = tree.leaf_of(key, from)
  local following = redis.call('ZRANGEBYSCORE', key, '(' .. start, '+inf', 'LIMIT', 0, 1)[1]
  return tree.leaf(state.model, 'ids', start), following
end

-- the ids of a set; the server keeps them in their order, unless it was told to keep sets otherwise
local function in_order(key)
  local ids = redis.call('SMEMBERS', key)
  if #ids > 0 and redis.call('OBJECT', 'ENCODING', key) ~= 'intset' then sort(ids) end
  return ids
end

local function numbers(state, from, most)
  local key, following = leaf(state, from)
  local ids, low, first = in_order(key), tonumber(from), 1
  if #ids == 0 then return ids, following end
  if tonumber(ids[1]) < low then first = last_below(ids, 1, low) + 1 end
  local left = #ids - first + 1
  if left <= most then return first == 1 and ids or { unpack(ids, first) }, following end
  -- the set is read in each step: these are alike, so that none is for a few
  local size = math.ceil(left / math.ceil(left / most))
  return { unpack(ids, first, first + size - 1) }, ids[first + size]
end

local function texts(state, from, most)
  local ids = redis.call('ZRANGEBYLEX', state.model.ids, from, '+', 'LIMIT', 0, most)
  return ids, #ids == most and '(' .. ids[most] or nil
end

-- the position behind an id of a list that `ids` gave, which is not the last of it
function module.behind(state, list, at)
  return state.model.integer and list[at + 1] or '(' .. list[at]
end

-- about so many ids in their order from a position on, and the position behind them; no position is the start, and none is behind the last
function module.ids(state, from, most)
  if state.model.integer then return numbers(state, from or '0', most) end
  return texts(state, from or '-', most)
end
