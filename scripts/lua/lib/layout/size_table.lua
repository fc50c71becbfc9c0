--[[
size_table: keeps the sizes of a model (see lib/layout/counts.lua) so that many are found as fast as few. A hash with a value as long as `table` is
a table to the server, and any other one of at most 512 fields is searched from its beginning for each of them.
]]
local TABLE, MANY, FEW = string.rep(' ', 1024), 64, 8
-- those that are known to have it
local known, total = {}, 0

-- a call that writes few sizes reads few
function module.keep(key, written)
  if written < FEW or known[key] or redis.call('HLEN', key) < MANY then return end
  redis.call('HSET', key, 'table', TABLE)
  if total >= 1000 then known, total = {}, 0 end
  known[key], total = true, total + 1
end
