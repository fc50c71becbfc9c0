--[[
sorted: the entries of one entity in sorted sets.
]]
local check_key, member_of = lib.write.sorted.check_key, lib.layout.id.member

function module.check(part)
  for i = 1, #part do check_key(part[i].index.key) end
end

-- an entry that is nothing but a score
local function score(key, member, was, is)
  if is then redis.call('ZADD', key, is, member) elseif was then redis.call('ZREM', key, member) end
end

local function entry_of(part, before, after, member)
  local index, entry, from, was, to, is = part.index, part.entry, nil, nil, nil, nil
  if before then from, was = entry(index, before) end
  if after then to, is = entry(index, after) end
  if from == to and was == is then return end
  if from and from ~= to then redis.call('ZREM', index.key, from .. member) end
  if to then redis.call('ZADD', index.key, is, to .. member) end
end

function module.write(part, change)
  local before, after, member = change.before, change.after, part[1] and member_of(true, change.id)
  for i = 1, #part do
    local one = part[i]
    local at = one.at
    if not at then entry_of(one, before, after, member)
    else
      local was, is = before and before[at], after and after[at]
      if was ~= is then score(one.index.key, member, was, is) end
    end
  end
end
