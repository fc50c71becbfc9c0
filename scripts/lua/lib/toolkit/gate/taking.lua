--[[
taking: what is free becomes a thin hold (see thin), in as few instructions as can be: that is how most locks are taken.
]]
local clock, fences = lib.toolkit.clock, lib.toolkit.gate.fence

--[[ Whether nobody holds anything here, nor waits. ]]
function module.is_free(held) return redis.call('EXISTS', held, held .. ':records') == 0 end

--[[ Take what is free, for a holder: `permits owner`. When the hold ends; where it does not, 'inf', and the ms of now. ]]
function module.take(held, token, fence, ttl, holder)
  if ttl == '' then
    local since = string.format('%d', clock.now())
    redis.call('SET', held, token .. ' ' .. fence .. ' @' .. since .. ' ' .. holder)
    return 'inf', since
  end
  redis.call('SET', held, token .. ' ' .. fence .. ' ' .. ttl .. ' ' .. holder, 'PX', ttl)
  return clock.ends_at(held)
end

--[[ Take it if it is free, and say so in one text: `fence end`, with `since` behind it where it does not end; nil: it is not free. ]]
function module.enter(held, token, ttl, holder, fenced)
  if not module.is_free(held) then return nil end
  local fence = fences.next(fenced and held .. ':fence' or '')
  local ends, since = module.take(held, token, fence, ttl, holder)
  return since and fence .. ' inf ' .. since or string.format('%s %d', fence, ends)
end
