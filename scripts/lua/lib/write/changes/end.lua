--[[
end: no change of an entity: a field of one change leads to the entity of another, which gets its id in this call. Its value is the
places of both, from 0, as `from:to`. All of them stand behind the changes.

ARGV[1..] all  of the script
]]
function module.read(change, set)
  local from, to = string.match(ARGV[change.first + 1], '^(%d+):(%d+)$')
  set.ends = set.ends or {}
  set.ends[#set.ends + 1] = { from = set.list[from + 1], at = change.shape.set[1], to = set.list[to + 1] }
  set.list[#set.list] = nil
end
