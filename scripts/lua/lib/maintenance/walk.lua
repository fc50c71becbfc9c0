--[[
walk: the ids of a model in their order, step by step. A position says what comes next; ids may come and go meanwhile.
]]
local counts, tree = lib.layout.counts, lib.layout.tree

-- the members of the leaf that holds a position, and where the next leaf begins
local function leaf(state, from)
  local key = state.model.ids
  if not counts.get(state, 'ids') then return redis.call('SMEMBERS', key), nil end
  local start = tree.leaf_of(key, from)
  local following = redis.call('ZRANGEBYSCORE', key, '(' .. start, '+inf', 'LIMIT', 0, 1)[1]
  return redis.call('SMEMBERS', tree.leaf(state.model, 'ids', start)), following
end

local function numbers(state, from, most)
  local members, following = leaf(state, from)
  local ids, low = {}, tonumber(from)
  for i = 1, #members do
    if tonumber(members[i]) >= low then ids[#ids + 1] = members[i] end
  end
  if #ids <= most then return ids, following end
  lib.layout.id.sort(ids)
  return { unpack(ids, 1, most) }, ids[most + 1]
end

local function texts(state, from, most)
  local ids = redis.call('ZRANGEBYLEX', state.model.ids, from, '+', 'LIMIT', 0, most)
  return ids, #ids == most and '(' .. ids[most] or nil
end

-- a list that `ids` gave, in the order of the ids
function module.sort(state, list)
  if state.model.integer then lib.layout.id.sort(list) end
end

-- the position behind an id of such a list, which is not the last of it
function module.behind(state, list, at)
  return state.model.integer and list[at + 1] or '(' .. list[at]
end

-- about so many ids from a position on, and the position behind them; no position is the start, and none is behind the last
function module.ids(state, from, most)
  if state.model.integer then return numbers(state, from or '0', most) end
  return texts(state, from or '-', most)
end
