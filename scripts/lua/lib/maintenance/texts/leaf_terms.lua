--[[
leaf_terms: what a leaf of a dictionary holds (see lib/text/dictionary/store.lua), so many terms a call, in the order of their bytes. A cursor is
the last term seen, behind a mark that no other cursor has.
]]
local less = lib.layout.bytes.less
local PART, MARK = 30, '>'

local function behind(cursor)
  local last = string.sub(cursor, 1, 1) == MARK and string.sub(cursor, 2)
  return function(term) return not last or less(last, term) end
end

-- terms, what each leads to, and the cursor of the next
function module.read(key, cursor)
  local reply, is_next, terms, values = redis.call('HGETALL', key), behind(cursor), {}, {}
  for i = 1, #reply, 2 do
    if is_next(reply[i]) then terms[#terms + 1], values[reply[i]] = reply[i], reply[i + 1] end
  end
  table.sort(terms, less)
  local following = #terms > PART and MARK .. terms[PART] or '0'
  for i = #terms, PART + 1, -1 do terms[i] = nil end
  return terms, values, following
end
