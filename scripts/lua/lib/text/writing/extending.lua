--[[
extending: ids come behind those of a rare term (see lib/text/dictionary/rare.lua). Of values that were made here the function remembers how many ids they
have and the last one, so that they need not be read: what stands under the value itself holds whoever wrote it.
]]
local rare, distances = lib.text.dictionary.rare, lib.text.dictionary.distances
local KNOWN = 20000
local sizes, lasts, total = {}, {}, 0

local function measure(value, code)
  if sizes[value] then return sizes[value], lasts[value] end
  local ids = rare.ids(value, code)
  return #ids, ids[#ids] or 0
end

-- a value takes the place of another one
local function note(before, value, size, last)
  if sizes[before] then total = total - 1 end
  if total >= KNOWN then sizes, lasts, total = {}, {}, 0 end
  sizes[before], lasts[before] = nil, nil
  if not sizes[value] then total = total + 1 end
  sizes[value], lasts[value] = size, last
end

-- a value with more ids, which are texts; nothing where these are too many, or do not stand behind the others in their order
function module.extend(value, code, coming)
  local size, last = measure(value, code)
  local extended = value
  if size + #coming > rare.MOST then return nil end
  for i = 1, #coming do
    local id = tonumber(coming[i])
    if id <= last then return nil end
    extended, last = extended .. distances.text(id - last), id
  end
  if #extended > rare.LONGEST then return nil end
  note(value, extended, size + #coming, last)
  return extended
end
