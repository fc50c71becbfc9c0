--[[
claims: unique values are taken by the first writes of a call, when nothing else stands in the way. One command looks whether a value is
free and takes it; where one is not, those that were taken are given back, and nobody has seen that.
]]
local buckets = lib.layout.buckets

-- `key`: of a bucket (lib/layout/buckets.lua); what is something else there is left to those who say so
function module.take(key, value, id) return redis.pcall('HSETNX', key, value, id) == 1 end

local function release(column, total, count)
  for i = 1, count do
    local value = column.values[column.at + (i - 1) * column.step]
    redis.call('HDEL', buckets.key(column.index.key, buckets.address(value, total)), value)
  end
end

-- column: { index, ids, count, values, at, step }, ids for values of which one stands at `at` and each other one `step` behind
function module.release(column, total) release(column, total, column.count) end

-- whether all were free; `total`: how many buckets the index has
function module.take_all(column, total)
  local index, values, ids, at = column.index.key, column.values, column.ids, column.at
  for i = 1, column.count do
    if not module.take(buckets.key(index, buckets.address(values[at], total)), values[at], ids[i]) then
      release(column, total, i - 1)
      return false
    end
    at = at + column.step
  end
  return true
end
