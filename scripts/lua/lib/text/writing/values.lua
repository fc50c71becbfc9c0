--[[
values: what the dictionary of a text index has of the terms of a call from now on (see lib/text/dictionary/rare.lua).
]]
local rare, codes, text, NONE = lib.text.dictionary.rare, lib.text.codes, lib.layout.id.text, {}
local extend = lib.text.writing.extending.extend

-- the ids of a rare term
local function ids_after(entry, come, left)
  local gone, ids = {}, {}
  for _, id in ipairs(left) do gone[tonumber(id)] = true end
  for _, id in ipairs(rare.ids(entry.value, entry.code)) do
    if not gone[id] then ids[#ids + 1] = id end
  end
  for _, id in ipairs(come) do ids[#ids + 1] = tonumber(id) end
  -- where the words of a text were written over by hand, it comes to terms that it has
  return lib.layout.ascending.once(ids)
end

-- what the dictionary has of a rare term from now on, nothing where it has no ids more; those that have a list are noted in `lists`
local function value_of(entry, come, left, lists)
  local value = not left and extend(entry.value, entry.code, come)
  if value then return value end
  local ids, n = ids_after(entry, come, left or NONE), entry.n or codes.number(entry.code)
  if #ids == 0 then return nil end
  value = rare.fit(n, ids)
  if value then return value end
  lists.numbers[#lists.numbers + 1], lists.ids[#lists.ids + 1] = n, ids
  return text(n)
end

-- of an entry; nothing where it goes, false where nothing changes
function module.after(words, entry, lists)
  local come, left = words.come[entry.term] or NONE, words.gone[entry]
  if entry.value and (come[1] or left) then return value_of(entry, come, left, lists) end
  return entry.fresh and text(entry.n)
end
