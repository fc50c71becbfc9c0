--[[
arrivals: ids come to lists, each of which is a set until it becomes a tree (see lib/layout/posting.lua).
]]
local posting, leaves, divided = lib.layout.posting, lib.layout.leaves, lib.write.batch.divided

function module.check(entries)
  local coming = divided.of(entries.state, entries.comes)
  entries.coming = coming
  for i = 1, #coming.keys do leaves.check(coming.keys[i]) end
  for i = 1, #coming.others do posting.check(entries.state, coming.others[i]) end
end

function module.add(entries)
  local state, coming = entries.state, entries.coming
  local others = coming.others
  local keys, sets, fill = coming.keys, coming.sets, leaves.fill
  for i = 1, #keys do
    if not fill(keys[i], sets[i]) then posting.add(state, coming.names[i], sets[i]) end
  end
  for i = 1, #others do posting.add(state, others[i], entries.comes[others[i]]) end
end
