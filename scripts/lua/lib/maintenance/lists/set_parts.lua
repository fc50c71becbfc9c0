--[[
set_parts: the ids of a set, part by part: each is compared with what its entity says.

A set of the server's that is an array comes whole from SSCAN: of one that is no longer than a leaf the ids behind one, in the order of texts.
]]
local PART = 100

-- the ids of a part, and the cursor of the next
function module.read(key, cursor)
  local is_behind = string.sub(cursor, 1, 1) == '>'
  if not is_behind and redis.call('SCARD', key) > 2 * lib.layout.tree.LEAF then
    local reply = redis.call('SSCAN', key, cursor, 'COUNT', PART)
    return reply[2], reply[1]
  end
  local list, found, last = redis.call('SMEMBERS', key), {}, is_behind and string.sub(cursor, 2)
  table.sort(list)
  for i = 1, #list do
    if #found == PART then return found, '>' .. found[PART] end
    if not last or list[i] > last then found[#found + 1] = list[i] end
  end
  return found, '0'
end
