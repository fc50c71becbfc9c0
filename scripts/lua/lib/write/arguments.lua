--[[
arguments: reads ARGV from front to back, where lists have their length before them.

ARGV[1..] all  of the script that includes this
]]
function module.next()
  call.at = call.at + 1
  return ARGV[call.at]
end

function module.more() return call.at < #ARGV end

-- a list as its place in ARGV: what only passes through needs no copy
function module.list()
  local size = tonumber(module.next())
  local first = call.at + 1
  call.at = call.at + size
  return { first = first, last = call.at }
end

-- put the pairs of a list into a row
function module.assign(list, row)
  for i = list.first, list.last, 2 do row[ARGV[i]] = ARGV[i + 1] end
  return row
end

function module.copy(row)
  local result = {}
  for name, value in pairs(row) do result[name] = value end
  return result
end

-- a command with a list at its end, in parts that fit the stack
function module.call(command, key, list)
  for i = list.first, list.last, 4000 do
    redis.call(command, key, unpack(ARGV, i, math.min(i + 3999, list.last)))
  end
end
