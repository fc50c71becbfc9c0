--[[
parts: what a change of one entity concerns, by the keys that it goes to; worked out once for a shape.

Each part is a list of { index, entry }: how the kind of the index gives the entry of a row (lib/write/indexes), or also { at }: where a
row has the score of an entry that is nothing else; of a text { index, at, place }, place: among the values that the change gives, nil
where it takes the text away. `missing`: of the list of the entities without a value. `is_move`: see lib/write/single/move.lua.
]]
-- the list of the entities without a value
local function missing(index, entry)
  return { index = index, missing = true, entry = function(_, row) return not entry(index, row) and index.missing or nil end }
end

local function text_of(shape, index)
  local part = { index = index, at = index.at[1] }
  for i, at in ipairs(shape.set) do
    if at == part.at then part.place = i end
  end
  return part
end

local function part_of(index, kind)
  return { index = index, entry = kind.entry_of and kind.entry_of(index) or kind.entry, at = kind.is_plain and index.at[1] }
end

-- an update of one field, by which some orders have their scores
local function is_move(shape, parts)
  for _, part in ipairs(parts.sorted) do if part.at ~= shape.only then return false end end
  return shape.only and not (parts.lists[1] or parts.holders[1] or parts.texts[1])
end

-- false where there are indexes with several entries a row, and where ids are not whole numbers
local function make(model, shape)
  local parts = { lists = {}, sorted = {}, holders = {}, texts = {} }
  for _, index in ipairs(shape.indexes) do
    local kind = lib.write.indexes[index.kind]
    local part = parts[kind.part]
    if not part or not model.integer then return false end
    part[#part + 1] = part == parts.texts and text_of(shape, index) or part_of(index, kind)
    if index.missing then parts.lists[#parts.lists + 1] = missing(index, kind.entry) end
  end
  parts.is_move = is_move(shape, parts)
  return parts
end

function module.of(model, shape)
  if shape.parts == nil then shape.parts = make(model, shape) end
  return shape.parts
end
