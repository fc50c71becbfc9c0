--[[
given: the boosts that a search brings along, by type and by id.
]]
local function multiply(table, key, by) table[key] = (table[key] or 1) * by end

-- of each: '=' and a type or empty, '=' and an id or empty, by
function module.read(boosts, types)
  local given = { types = {}, ids = {}, count = 0 }
  for i = 1, #boosts, 3 do
    local only, id, by = boosts[i], boosts[i + 1], tonumber(boosts[i + 2])
    for _, type in ipairs(only == '' and types or { string.sub(only, 2) }) do
      if id == '' then
        multiply(given.types, type, by)
      else
        given.ids[type] = given.ids[type] or {}
        multiply(given.ids[type], string.sub(id, 2), by)
      end
    end
    if id ~= '' then given.count = given.count + 1 end
  end
  return given
end
