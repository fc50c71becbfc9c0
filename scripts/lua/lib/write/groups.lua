--[[
groups: what goes to one key, collected so that one command can do it.
]]
-- a value, or two or three, at the end of a group
function module.push(groups, key, a, b, c)
  local group = groups[key]
  if not group then
    group = {}
    groups[key] = group
  end
  local size = #group
  group[size + 1] = a
  if b then group[size + 2] = b end
  if c then group[size + 3] = c end
end

-- command(key, ...) in parts that fit the stack; the sum of the replies
function module.call(command, key, list)
  if #list <= 4000 then return redis.call(command, key, unpack(list)) end
  local sum = 0
  for i = 1, #list, 4000 do sum = sum + redis.call(command, key, unpack(list, i, math.min(i + 3999, #list))) end
  return sum
end
