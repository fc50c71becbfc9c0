--[[
keys: the entries of lib/write/batch/entries.lua are checked and written, all of one key at once.
]]
local groups, check_key, arrivals, departures = lib.write.groups, lib.write.sorted.check_key, lib.write.batch.arrivals, lib.write.batch.departures
local holders = lib.write.batch.holders

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
  arrivals.check(entries)
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
  arrivals.add(entries)
  if entries.held then holders.add(entries) end
end
