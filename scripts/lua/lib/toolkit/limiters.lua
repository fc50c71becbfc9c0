--[[
limiters: several limits of one key.
]]
--[[ The limits that five arguments each describe, from `first` on: suffix, algorithm, rate, window, capacity. All must have room. ]]
function module.all(state, block, cost, counts, arguments, first, left)
  local reply, place = { 1 }, 2
  for i = first, #arguments, 5 do
    local algorithm, rate, window, capacity = unpack(arguments, i + 1, i + 4)
    local allowed, remaining, wait, reset = lib.toolkit.limiter.attempt(state .. arguments[i], block, cost, algorithm, tonumber(rate),
      tonumber(window), tonumber(capacity), counts, left)
    reply[place], reply[place + 1], reply[place + 2], reply[place + 3] = allowed, remaining, wait, reset
    place = place + 4
    if allowed == 0 then reply[1] = 0 end
  end
  return reply
end
