--[[
due: the entities of a model whose time has come, the first ones first (see lib/layout/lifetimes.lua).
]]
-- command on the leaves, one after the other, until it was enough: work(leaf) tells whether to go on
local function each_leaf(key, work)
  local from = '-'
  while true do
    local start = redis.call('ZRANGEBYLEX', key, from, '+', 'LIMIT', 0, 1)[1]
    if not start or not work(key .. '/' .. start) then return end
    from = '(' .. start
  end
end

-- at most `count` ids
function module.list(key, now, count)
  local found = {}
  each_leaf(key, function(leaf)
    local ids = redis.call('ZRANGEBYSCORE', leaf, '-inf', now, 'LIMIT', 0, count - #found)
    for i = 1, #ids do found[#found + 1] = ids[i] end
    -- the first leaf may be empty
    return #found < count and (#ids > 0 or redis.call('EXISTS', leaf) == 0)
  end)
  return found
end

-- ms until the next one is due, 0 where one is, or -1 where none will ever be
function module.wait(key, now)
  local wait = -1
  each_leaf(key, function(leaf)
    local first = redis.call('ZRANGE', leaf, 0, 0, 'WITHSCORES')
    if first[2] then wait = math.max(0, tonumber(first[2]) - now) end
    return not first[2]
  end)
  return wait
end

-- whether a stored time has come
function module.is_over(time, now) return time and tonumber(time) <= now or false end
