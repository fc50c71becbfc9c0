--[[
references: what two descriptors of a model say of the fields that lead to other entities, as one list.

Of a field that the caller has, its own rule holds; those of fields that only the server knows stay.
]]
local with, same, places = lib.schema.tables.with, lib.schema.tables.same, lib.schema.tables.places

-- as they stand in the server's descriptor, with the caller's positions of fields
local function moved(references, place_of)
  local result = {}
  for i, reference in ipairs(references or {}) do result[i] = with(reference, { at = place_of[reference.at] }) end
  return result
end

local function by_place(references)
  local result = {}
  for _, reference in ipairs(references) do result[reference.at] = reference end
  return result
end

-- the list, nil where there is none; whether it is news to the server
function module.of(own, stored, place_of)
  local theirs, mine = moved(stored.references, place_of), places(own.fields)
  local result = with(own.references or {}, {})
  for i, reference in ipairs(theirs) do
    if not mine[stored.fields[stored.references[i].at]] then result[#result + 1] = reference end
  end
  if #result == 0 then return nil, #theirs > 0 end
  return result, not same(by_place(result), by_place(theirs))
end
