--[[
time: no change of an entity: the one that another change of the call writes lives for so many ms from now, or for ever. Its value is
the place of that change, from 0, and the ms, as `place:ms`, `place:` for ever. All of them stand behind the changes.

ARGV[1..] all  of the script
]]
function module.read(change, set)
  local place, ttl = string.match(ARGV[change.first + 1], '^(%d+):(%d*)$')
  set.list[#set.list] = nil
  set.list[place + 1].timed = lib.write.expiry.until_text(set, ttl)
end
