--[[
expire: an entity lives for so many ms from now, or, where the text is empty, for ever. Tells until when.

ARGV[1..] all  of the script
]]
local rows = lib.write.rows

function module.read(change, set)
  local before, ttl, after = rows.stored(change), ARGV[change.first + 1], {}
  if not before then return set:refuse('ENTITY_DELETED', change.position, change.id) end
  for at, value in pairs(before) do after[at] = value end
  change.before, change.after = before, after
  change.timed = lib.write.expiry.until_text(set, ttl)
end
