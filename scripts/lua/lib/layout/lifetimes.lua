--[[
lifetimes: when the entities of a model expire, compact at any number.

A row has its time, in ms since 1970, as `~expires`. `{ns}:Model#expires` is a ZSET of leaves, all of score 0: each is named by the
least time, of 16 digits, and the id behind it that the leaf may hold, the first one by "0". A leaf `#expires/<name>` is a ZSET of
ids scored by their times, of at most 128, which the server keeps in one block.
]]
local LEAF, FIRST, less = 128, '0', lib.layout.bytes.less
module.NAME = '~expires'

-- the server's time in ms
function module.now()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function place(time, id) return string.format('%016.0f', time) .. id end
local function key_of(key, start) return key .. '/' .. start end
function module.start_of(key, time, id) return redis.call('ZREVRANGEBYLEX', key, '[' .. place(time, id), '-', 'LIMIT', 0, 1)[1] end
local start_of = module.start_of

-- the upper half of a full leaf goes to one of its own
local function halve(key, start)
  local leaf, moved, gone = key_of(key, start), {}, {}
  local list = redis.call('ZRANGE', leaf, LEAF / 2, -1, 'WITHSCORES')
  for i = 1, #list, 2 do gone[#gone + 1], moved[i], moved[i + 1] = list[i], list[i + 1], list[i] end
  local next_start = place(tonumber(list[2]), list[1])
  redis.call('ZREM', leaf, unpack(gone))
  redis.call('ZADD', key_of(key, next_start), unpack(moved))
  redis.call('ZADD', key, 0, next_start)
end

-- a leaf with room for an entry: most times come in their order, so that one behind all others begins a new leaf
local function open_leaf(key, start, time, id)
  local last = redis.call('ZRANGE', key_of(key, start), -1, -1, 'WITHSCORES')
  if redis.call('ZREVRANGE', key, 0, 0)[1] == start and less(place(tonumber(last[2]), last[1]), place(time, id)) then
    redis.call('ZADD', key, 0, place(time, id))
  else halve(key, start) end
  return start_of(key, time, id)
end

-- one entry too many would make the server keep the leaf otherwise for ever
function module.add(key, time, id)
  local start = start_of(key, time, id)
  if not start then
    start = FIRST
    redis.call('ZADD', key, 0, FIRST)
  elseif redis.call('ZCARD', key_of(key, start)) >= LEAF then start = open_leaf(key, start, time, id) end
  redis.call('ZADD', key_of(key, start), time, id)
end

-- the first leaf stays as long as there is another: every time must have a leaf
function module.take(key, start, id)
  if not start or redis.call('ZREM', key_of(key, start), id) == 0 or redis.call('EXISTS', key_of(key, start)) == 1 then return end
  if start ~= FIRST or redis.call('ZCARD', key) == 1 then redis.call('ZREM', key, start) end
  -- nothing but the first name is left
  if redis.call('ZCARD', key) == 1 and redis.call('EXISTS', key_of(key, FIRST)) == 0 then redis.call('DEL', key) end
end

function module.remove(key, time, id) module.take(key, start_of(key, time, id), id) end
