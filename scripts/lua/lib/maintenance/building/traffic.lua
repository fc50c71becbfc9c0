--[[
traffic: whether others use the server between the steps of a long work.
]]
-- how often the server has read from connections; false where a program may not ask. A step is one more
function module.reads()
  local info = redis.pcall('INFO', 'stats')
  return type(info) == 'string' and string.match(info, 'total_reads_processed:(%d+)') or false
end
