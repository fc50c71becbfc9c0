--[[
fields: those of two descriptors of a model as one list. The caller's keep their positions, since its changes name fields by them.
]]
local with, places = lib.schema.tables.with, lib.schema.tables.places

-- why the caller may not write: [model, what differs, its name, here, there]
function module.refusal(own, stored)
  local at = places(own.fields)
  if own.integer ~= stored.integer then
    return { own.model, 'id', own.id, own.integer and 'integer' or 'text', stored.integer and 'integer' or 'text' }
  end
  for place, name in ipairs(stored.fields) do
    local mine, theirs = at[name] and own.types[at[name]], stored.types[place]
    if mine and mine ~= theirs then return { own.model, 'type', name, mine, theirs } end
  end
end

-- positions of the caller, and those of what only the server knows
local function flags(own, theirs, new)
  local result, there = with(own, {}), places(theirs)
  for _, pair in ipairs(new) do
    if there[pair[1]] then result[#result + 1] = pair[2] end
  end
  return result
end

-- the part of a descriptor that is about fields; where each of the server's stands in it; whether the server lacks any
function module.of(own, stored)
  local at, place_of, new = places(own.fields), {}, {}
  local merged = { fields = with(own.fields, {}), types = with(own.types, {}), sums = with(own.sums, {}) }
  for place, name in ipairs(stored.fields) do
    place_of[place] = at[name]
    if not at[name] then
      local last = #merged.fields + 1
      merged.fields[last], merged.types[last], merged.sums[last] = name, stored.types[place], stored.sums[place]
      place_of[place], new[#new + 1] = last, { place, last }
    end
  end
  merged.optional, merged.hidden = flags(own.optional, stored.optional, new), flags(own.hidden, stored.hidden, new)
  return merged, place_of, #merged.fields > #stored.fields
end
