--[[
rare: the ids of a term that few texts have, kept in the dictionary beside its number instead of a list of their own: '=', the number as its
code, then the ids (lib/text/dictionary/distances.lua).
]]
local byte, codes, distances = string.byte, lib.text.codes, lib.text.dictionary.distances

-- more ids have a list of their own, which is written and read faster; servers keep no longer values in a compact hash by themselves
module.MOST, module.LONGEST = 24, 64

-- a term without ids, by the code of its number
function module.empty(code) return '=' .. code end

-- ids are numbers, in their order
function module.pack(n, ids)
  local value, last = module.empty(codes.of(n)), 0
  for i = 1, #ids do value, last = value .. distances.text(ids[i] - last), ids[i] end
  return value
end

-- the same of a term that is rare; nothing where a list is better
function module.fit(n, ids)
  if #ids > module.MOST then return nil end
  local value = module.pack(n, ids)
  return #value <= module.LONGEST and value or nil
end

-- the code of a term whose ids stand in the dictionary; nothing where they stand in a list, or somebody wrote what is neither
function module.code(value)
  local sign, first = byte(value, 1, 2)
  if sign ~= 61 or not first then return nil end
  local size = first < 0x80 and 1 or first < 0xE0 and 2 or first < 0xF0 and 3 or 4
  return #value > size and string.sub(value, 2, 1 + size) or nil
end

-- the ids of a term with such a code
function module.ids(value, code) return distances.read(value, 2 + #code) end

-- the number of a term, and its ids where they stand in the dictionary
function module.read(value)
  local code = module.code(value)
  if not code then return tonumber(value), nil end
  return codes.number(code), module.ids(value, code)
end
