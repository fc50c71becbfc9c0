--[[
trees: whether the directories of long lists of ids (see lib/layout/tree.lua) lead to their leaves.
]]
local counts = lib.layout.counts
-- starts of leaves of one call, about
local PART = 100
-- no leaf of any version has more ids
local MOST = 512

local function is_number(text) return #text <= 16 and (text == '0' or string.find(text, '^[1-9]%d*$') ~= nil) end

local function check_starts(place, starts, tell, repairs)
  for i = 1, #starts, 2 do
    local start = starts[i]
    if not is_number(start) or tonumber(start) ~= tonumber(starts[i + 1]) then
      tell('orphan', place.name .. ' ' .. start)
      if repairs and is_number(start) then redis.call('ZADD', place.key, start, start)
      elseif repairs then redis.call('ZREM', place.key, start) end
    end
  end
end

-- every id must have a leaf
local function check_first(place, tell, repairs)
  local score = redis.call('ZSCORE', place.key, '0')
  if score and tonumber(score) == 0 then return end
  tell('missing', place.name .. ' 0')
  if repairs then redis.call('ZADD', place.key, 0, '0') end
end

-- until it is counted, a size that nothing can make too small
function module.check_size(state, place, tell, repairs)
  if (counts.get(state, place.list) or 0) > 0 then return end
  tell('size', place.list)
  if repairs then counts.set(state, place.list, MOST * redis.call('ZCARD', state.model.key .. '#' .. place.list)) end
end

-- a part of a directory, and the cursor of the next
function module.check(state, place, tell, repairs)
  local reply = redis.call('ZSCAN', place.key, place.cursor, 'COUNT', PART)
  if place.cursor == '0' then module.check_size(state, place, tell, repairs) end
  check_starts(place, reply[2], tell, repairs)
  if place.cursor == '0' then check_first(place, tell, repairs) end
  return reply[1]
end

-- a test of the ids that a leaf may hold; nil where no directory leads to it
function module.bounds(state, place)
  local key, start = state.model.key .. '#' .. place.list, string.match(place.name, '^%d+')
  if redis.call('TYPE', key).ok ~= 'zset' or not redis.call('ZSCORE', key, start) then return nil end
  local beyond = redis.call('ZRANGEBYSCORE', key, '(' .. start, '+inf', 'LIMIT', 0, 1)[1]
  local low, high = tonumber(start), beyond and tonumber(beyond) or math.huge
  return function(id) return is_number(id) and tonumber(id) >= low and tonumber(id) < high end
end

function module.drop_leaf(place, tell, repairs)
  lib.maintenance.shapes.drop(place, tell, repairs)
  if repairs then lib.layout.leaves.forget(place.key) end
end
