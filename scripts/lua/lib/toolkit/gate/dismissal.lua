--[[
dismissal: a hold ends, and all who wait are told why they need not wait any longer.
]]
--[[ Whether it was held until now by who has this token; if not, nobody is told. ]]
function module.dismiss(held, wake, token, message)
  -- the usual case: nobody waits
  if lib.toolkit.gate.thin.belongs(lib.toolkit.gate.thin.text(held), token) then return redis.call('DEL', held) == 1 end

  local gate = lib.toolkit.gate.state.open(held, wake, 0)
  local ends = redis.call('ZSCORE', held, token)
  if not ends or tonumber(ends) <= gate.now then return false end

  for _, waiter in ipairs(redis.call('ZRANGE', gate.line, 0, -1)) do
    local list = lib.toolkit.gate.wake.key(gate, lib.toolkit.gate.state.record(gate, waiter))
    redis.call('RPUSH', list, waiter .. ' ' .. message)
    redis.call('PEXPIRE', list, 5000)
  end
  redis.call('DEL', held, gate.records, gate.line, gate.offers)
  return true
end
