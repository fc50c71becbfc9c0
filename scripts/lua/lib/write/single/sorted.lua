--[[
sorted: the entries of one entity in sorted sets.
]]
local check_key = lib.write.sorted.check_key

function module.check(part)
  for i = 1, #part do check_key(part[i].index.key) end
end

function module.write(part, change)
  local before, after, member = change.before, change.after, nil
  for i = 1, #part do
    local index, entry, from, was, to, is = part[i].index, part[i].entry, nil, nil, nil, nil
    if before then from, was = entry(index, before) end
    if after then to, is = entry(index, after) end
    if from ~= to or was ~= is then
      member = member or lib.layout.id.member(true, change.id)
      if from and from ~= to then redis.call('ZREM', index.key, from .. member) end
      if to then redis.call('ZADD', index.key, is, to .. member) end
    end
  end
end
