--[[
groups: what a call writes, collected as flat lists, and put together so that one command does all that goes to one key.
]]
-- put up to four values at the end of a list of the state
function module.push(state, name, a, b, c, d)
  local list = state[name]
  if not list then
    state[name] = { a, b, c, d }
    return
  end
  local size = #list
  list[size + 1], list[size + 2] = a, b
  if c then list[size + 3], list[size + 4] = c, d end
end

-- a list of name and change: of many the first one of each name
function module.first_of_each(list)
  if #list <= 16 then return list end
  local firsts, seen, size = {}, {}, 0
  for i = 1, #list, 2 do
    local name = list[i]
    if not seen[name] then seen[name], firsts[size + 1], firsts[size + 2], size = true, name, list[i + 1], size + 2 end
  end
  return firsts
end

-- lists by the key that they go to
function module.append(groups, key, a, b)
  local group = groups[key]
  if not group then
    groups[key] = { a, b }
    return
  end
  local size = #group
  group[size + 1], group[size + 2] = a, b
end

-- command(key, ...) in parts that fit the stack; the sum of the replies
function module.call(command, key, list)
  if #list <= 4000 then return redis.call(command, key, unpack(list)) end
  local sum = 0
  for i = 1, #list, 4000 do sum = sum + redis.call(command, key, unpack(list, i, math.min(i + 3999, #list))) end
  return sum
end

-- command(key, ...) for each group; the sum of the replies
function module.call_each(command, groups)
  local sum = 0
  for key, list in pairs(groups) do sum = sum + module.call(command, key, list) end
  return sum
end
