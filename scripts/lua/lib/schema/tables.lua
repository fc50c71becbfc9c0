--[[
tables: descriptors are tables that all calls share, so that a change of one is a table of its own.
]]
-- a copy of the first level, with other values for some keys
function module.with(original, changes)
  local result = {}
  for key, value in pairs(original) do result[key] = value end
  for key, value in pairs(changes) do result[key] = value end
  return result
end

-- the same values at the same places
function module.same(a, b)
  if type(a) ~= 'table' or type(b) ~= 'table' then return a == b end
  for key, value in pairs(a) do
    if not module.same(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

-- where each value of a list stands
function module.places(list)
  local result = {}
  for i = 1, #list do result[list[i]] = i end
  return result
end
