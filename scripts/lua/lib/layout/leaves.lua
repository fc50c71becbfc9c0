--[[
leaves: sets of at most 508 ids. How much room is left is counted only now and then.
]]
local LEAF = lib.layout.tree.LEAF

-- half of what a set had room for when it was counted last: a hint that lasts from call to call, as others write too
local room, total = {}, 0

-- what a set will hold
local function note(key, size)
  if not room[key] then
    if total >= 10000 then room, total = {}, 0 end
    total = total + 1
  end
  room[key] = math.max(0, math.floor((LEAF - size) / 2))
end

local function count(key, coming)
  local size = redis.call('SCARD', key)
  note(key, size + coming)
  return size
end

-- a set that was made anew, or took over what another one held
function module.forget(key)
  if room[key] then room[key] = 0 end
end

-- counts a set that was never counted, which is an error where the key is something else
function module.check(key)
  if not room[key] then count(key, 0) end
end

function module.has_room(key, coming)
  local left = (room[key] or 0) - coming
  if left >= 0 then
    room[key] = left
    return true
  end
  return count(key, coming) + coming <= LEAF
end

-- the number of ids that were not there, or nothing where there is too little room
function module.fill(key, ids)
  local left = (room[key] or 0) - #ids
  if left >= 0 then room[key] = left
  elseif #ids > LEAF or not module.has_room(key, #ids) then return nil end
  return redis.call('SADD', key, unpack(ids))
end

-- a set that is not there yet; nothing where it would be too large
function module.begin(key, ids)
  if #ids > LEAF then return nil end
  note(key, #ids)
  return redis.call('SADD', key, unpack(ids))
end
