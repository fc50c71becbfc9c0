--[[
refusals: why a change set is not written: `CODE [position of the change, facts]`.
]]
-- of several refusals the one of the first change
function module.note(set, code, position, ...)
  if set.refused and set.refused <= position then return end
  set.refused, set.refusal = position, redis.error_reply(code .. ' ' .. cjson.encode({ position, ... }))
end
