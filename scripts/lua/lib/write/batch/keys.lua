--[[
keys: the entries of lib/write/batch/entries.lua are checked and written, all of one key at once.
]]
local posting, groups, check_key, departures = lib.layout.posting, lib.write.groups, lib.write.sorted.check_key, lib.write.batch.departures

-- work(state, name, ids) for each list, that of all ids last: the other lists ask it whether an id is the newest
local function each_list(state, lists, work)
  for name, ids in pairs(lists) do
    if name ~= 'ids' then work(state, name, ids) end
  end
  if lists.ids then work(state, 'ids', lists.ids) end
end

-- what has to be known of #counts
function module.names(entries, names)
  local size = #names
  if not entries.state.model.integer then return end
  for _, lists in ipairs({ entries.comes, entries.gone }) do
    for name in pairs(lists) do size, names[size + 1] = size + 1, name end
    if lists.ids then size, names[size + 1] = size + 1, 'last' end
  end
end

-- what is of another type there is found before the first write
function module.check(entries)
  each_list(entries.state, entries.comes, posting.check)
  departures.check(entries)
  for key in pairs(entries.sorted) do check_key(key) end
  for key in pairs(entries.unsorted) do check_key(key) end
end

function module.remove(entries)
  groups.call_each('ZREM', entries.unsorted)
  departures.remove(entries)
end

function module.add(entries)
  groups.call_each('ZADD', entries.sorted)
  each_list(entries.state, entries.comes, posting.add)
end
