--[[
limiters: several limits of one key.
]]
--[[
The limits that five arguments each describe, from `first` on: suffix, algorithm, rate, window, capacity. All must have room, and no block must be there.
]]
function module.all(state, block, cost, counts, arguments, first)
  local reply, place = { 1, 0, 0 }, 4
  for i = first, #arguments, 5 do
    local algorithm, rate, window, capacity = unpack(arguments, i + 1, i + 4)
    local allowed, remaining, wait, reset, blocked = lib.toolkit.limits[algorithm].attempt(state .. arguments[i], block, cost,
      rate, window, capacity, counts)
    -- what a limit says of itself: a block is of all
    local room = allowed or blocked and wait <= 0
    reply[place], reply[place + 1], reply[place + 2] = room and 1 or 0, remaining, room and 0 or math.max(wait, 1)
    reply[place + 3] = reset
    place = place + 4
    if not allowed then reply[1] = 0 end
  end
  if reply[1] == 0 then module.tell_block(reply, redis.call('PTTL', block)) end
  return reply
end

--[[ Let an answer say that the key is blocked for what PTTL says of the block: -2 where there is none. ]]
function module.tell_block(reply, left)
  if left ~= -2 then reply[2], reply[3] = math.max(left, 1), lib.toolkit.clock.now() + math.max(left, 1) end
end
