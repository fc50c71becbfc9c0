--[[
claims: one entity takes unique values and gives others back, as lib/write/single/holders.lua says.
]]
local text, LOAD, take, split = lib.layout.id.text, lib.layout.buckets.LOAD, lib.layout.claims.take, lib.write.bucket_growth.split

local function release(moves, count)
  for i = 1, count do if moves[i].to then redis.call('HDEL', moves[i].into, moves[i].to) end end
  return false
end

-- the last check: whether all values that come were free
function module.take(moves, id)
  for i = 1, #moves do
    if moves[i].to and not take(moves[i].into, moves[i].to, id) then return release(moves, i - 1) end
  end
  return true
end

local function note(changed, name, value)
  local size = #changed
  changed[size + 1], changed[size + 2] = name, text(value)
end

function module.write(moves, changed)
  for i = 1, #moves do
    local move = moves[i]
    local index, size, total = move.index, move.size + (move.to and 1 or 0), move.total
    if move.from then size = size - redis.call('HDEL', move.out, move.from) end
    if size ~= move.size then note(changed, index.size, size) end
    if size > move.size and size > total * LOAD then
      split(index.key, total)
      note(changed, index.buckets, total + 1)
    end
  end
end
