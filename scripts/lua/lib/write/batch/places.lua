--[[
places: which indexes of new entities can be written by columns (lib/write/batch/columns.lua), and where the values stand among those
that come with an entity. It is worked out once for a shape.
]]
local function place_of(shape, at)
  for i, position in ipairs(shape.set) do
    if position == at then return i end
  end
  return false
end

-- whether an entry of the index is made of one value as it is stored
local function is_plain(index)
  local kind = lib.write.indexes[index.kind]
  return kind.is_plain or kind.is_single and #index.at == 1 and (index.forms and index.forms[1] or '') == ''
end

local function new() return { missing = {}, lists = {}, sorted = {}, holders = {}, texts = {} } end

-- parts: those of lib/write/single/parts.lua
local function divide(shape, parts)
  local plain, rest, some = new(), new(), false
  for _, name in ipairs({ 'lists', 'sorted', 'holders', 'texts' }) do
    for _, part in ipairs(parts[name]) do
      local index = part.index
      local place = place_of(shape, index.at[1])
      if part.missing then plain.missing[#plain.missing + 1] = { index = index, place = place }
      elseif name ~= 'texts' and not is_plain(index) then rest[name][#rest[name] + 1], some = part, true
      elseif place then plain[name][#plain[name] + 1] = { index = index, place = place } end
    end
  end
  return { plain = plain, rest = some and rest }
end

-- plain: { index, place } of what can be, missing for the lists of entities without a value; rest: the parts that cannot, false for none
function module.of(shape, parts)
  if not parts.places then parts.places = divide(shape, parts) end
  return parts.places
end
