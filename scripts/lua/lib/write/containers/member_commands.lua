--[[
member_commands: what is known of a command on a set, a list or a sorted set before it is executed.
]]
local members = lib.layout.members
local FLAGS = { NX = true, XX = true, GT = true, LT = true, CH = true, INCR = true }

local named = {}
function named.sadd(args) return members.distinct(args) end
named.srem, named.zrem = named.sadd, named.sadd
function named.zincrby(args) return { args[2] } end
function named.zadd(args)
  local list, at = {}, 1
  while args[at] and FLAGS[string.upper(args[at])] do at = at + 1 end
  for i = at + 1, #args, 2 do list[#list + 1] = args[i] end
  return members.distinct(list)
end

-- the values that it names, each once; nil where it may change others
function module.values(command, args) return named[command] and named[command](args) end

local PUSHES, ADDS = { lpush = true, rpush = true, lpushx = true, rpushx = true }, { sadd = true, zadd = true, zincrby = true }

-- by how many elements the container grows at most; `before`: which of the values are there
function module.growth(command, args, values, before)
  if PUSHES[command] then return #args end
  if command == 'linsert' then return 1 end
  local new = 0
  for _, value in ipairs(ADDS[command] and values or {}) do
    if not before[value] then new = new + 1 end
  end
  return new
end
