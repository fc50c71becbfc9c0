--[[
term_value: what a dictionary leads to, read with distrust (see lib/text/dictionary/rare.lua).
]]
local rare, codes = lib.text.dictionary.rare, lib.text.codes

-- whether ids come in their order, none twice
local function are_ids(ids)
  local last = -1
  for _, id in ipairs(ids) do
    if not (id > last and id <= lib.write.numbers.SAFE) then return false end
    last = id
  end
  return #ids > 0
end

-- the number of a term, and its ids where they stand there; nothing for what nobody has written
function module.read(model, value)
  local n, ids = rare.read(value)
  if not codes.is_number(n) then return nil end
  if not ids then return value == tostring(n) and n or nil end
  if not model.integer or not are_ids(ids) or rare.pack(n, ids) ~= value then return nil end
  return n, ids
end

-- the same of a term; nothing where there is none
function module.get(model, index, term)
  local value = lib.maintenance.shapes.try(lib.text.dictionary.lookup.get, index.dictionary, term)
  if value then return module.read(model, value) end
end
