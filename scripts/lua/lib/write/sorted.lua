--[[
sorted: entries in the sorted sets of a model. A member begins as its index says, and ends with the id.
]]
local groups, id_of = lib.write.groups, lib.layout.id

local function member(change, beginning)
  if not change.member then change.member = id_of.member(change.state.model.integer, change.id) end
  return beginning .. change.member
end

function module.put(change, key, score, beginning) groups.push(change.state.sorted, key, score, beginning, change) end
function module.take(change, key, beginning) groups.push(change.state.unsorted, key, beginning, change) end

-- keys that were sorted sets when they were seen first: what else stands there is found before the first write
local seen, total = {}, 0
local function check_key(key)
  if seen[key] then return end
  redis.call('ZCARD', key)
  if total >= 10000 then seen, total = {}, 0 end
  seen[key], total = true, total + 1
end

function module.check(state)
  for key in pairs(state.sorted) do check_key(key) end
  for key in pairs(state.unsorted) do check_key(key) end
end

function module.remove(state)
  for key, group in pairs(state.unsorted) do
    local members = {}
    for i = 1, #group, 2 do members[#members + 1] = member(group[i + 1], group[i]) end
    groups.call('ZREM', key, members)
  end
end

function module.add(state)
  for key, group in pairs(state.sorted) do
    local pairs_of, size = {}, 0
    for i = 1, #group, 3 do
      pairs_of[size + 1], pairs_of[size + 2] = group[i], member(group[i + 2], group[i + 1])
      size = size + 2
    end
    groups.call('ZADD', key, pairs_of)
  end
end
