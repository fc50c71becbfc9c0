--[[
arguments: reads ARGV from front to back, where lists have their length before them.

ARGV[1..] all  of the script that includes this
]]
local arguments = { at = 1 }

function arguments.next()
  arguments.at = arguments.at + 1
  return ARGV[arguments.at]
end

-- a list as its place in ARGV: what only passes through needs no copy
function arguments.list()
  local size = tonumber(arguments.next())
  local first = arguments.at + 1
  arguments.at = arguments.at + size
  return { first = first, last = arguments.at }
end

-- fn(key, value) for a list of pairs
function arguments.pairs(list, fn)
  for i = list.first, list.last, 2 do fn(ARGV[i], ARGV[i + 1]) end
end

function arguments.each(list, fn)
  for i = list.first, list.last do fn(ARGV[i]) end
end

-- a command with a list at its end, in parts that fit the stack
function arguments.call(command, key, list)
  for i = list.first, list.last, 4000 do
    redis.call(command, key, unpack(ARGV, i, math.min(i + 3999, list.last)))
  end
end
