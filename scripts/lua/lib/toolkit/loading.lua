--[[
loading: of a value of a cache, beside those who change it.
]]
-- longer than any load takes; whoever loads next takes it away
local KEPT = 600000

-- let what is being loaded not be kept: it is older than what is done now
function module.overtake(load, changed)
  if redis.call('EXISTS', load) == 1 then redis.call('SET', changed, '', 'PX', KEPT) end
end
