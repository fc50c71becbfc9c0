--[[
members: what the containers of entities hold, for an index of it: `container .. id` is a set, a list or a sorted set, as `holds` of the
index says.
]]
local ALL = {
  set = function(key) return redis.pcall('SMEMBERS', key) end,
  list = function(key) return redis.pcall('LRANGE', key, 0, -1) end,
  zset = function(key) return redis.pcall('ZRANGE', key, 0, -1) end,
}
local SIZE = { set = 'SCARD', list = 'LLEN', zset = 'ZCARD' }
local HAS = { set = 'SISMEMBER', list = 'LPOS', zset = 'ZSCORE' }

local function distinct(list)
  local result, seen = {}, {}
  for i = 1, #list do
    if not seen[list[i]] then result[#result + 1], seen[list[i]] = list[i], true end
  end
  return result
end
module.distinct = distinct

-- each value once; none where another program keeps something else at the key
function module.all(index, id)
  local list = ALL[index.holds](index.container .. id)
  if list.err then return {} end
  return index.holds == 'list' and distinct(list) or list
end

function module.size(index, id) return redis.call(SIZE[index.holds], index.container .. id) end

function module.has(index, id, value)
  local found = redis.pcall(HAS[index.holds], index.container .. id, value)
  if type(found) == 'table' and found.err then return false end
  -- the first place of a list is 0
  if index.holds == 'set' then return found == 1 end
  return found ~= false
end

local EACH = { set = 'SMISMEMBER', zset = 'ZMSCORE' }

-- which of some values are there, as a set; without any all of them
function module.present(index, id, values)
  local list, found, replies = values or module.all(index, id), {}, nil
  if values and #values > 0 then replies = redis.call(EACH[index.holds], index.container .. id, unpack(values)) end
  for i = 1, #list do
    if not replies or replies[i] and replies[i] ~= 0 then found[list[i]] = true end
  end
  return found
end
