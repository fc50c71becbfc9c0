--[[
bloom: a Bloom filter's string: its bytes, and behind them the mark and the number of hashes.
]]
local MARK = 'BLM1'
-- the mark, and the number of hashes in 32 bits, big-endian
local TRAILER = 8

-- whether there is a filter, and what speaks against using it with this many bytes and hashes
function module.check(filter, bytes, hashes)
  local size = redis.call('STRLEN', filter)
  if size == 0 then return false end
  local trailer = redis.call('GETRANGE', filter, -TRAILER, -1)
  if size <= TRAILER or string.sub(trailer, 1, 4) ~= MARK then return false, redis.error_reply('NO_FILTER []') end
  local there = { size - TRAILER, (struct.unpack('>I4', trailer, 5)) }
  if there[1] ~= bytes or there[2] ~= hashes then
    return false, redis.error_reply('OTHER_SHAPE ' .. cjson.encode(there))
  end
  return true
end

-- all bits 0
function module.create(filter, bytes, hashes) redis.call('SETRANGE', filter, bytes, MARK .. struct.pack('>I4', hashes)) end
