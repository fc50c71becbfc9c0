--[[
dropped: the fields that a program said to do without, when it built its indexes or brought all rows up. Their types stay known, since rows
may hold values of them; a program that declares one, an older one mostly, takes it back.
]]
local places = lib.schema.tables.places

-- what stays of the list beside a caller's fields, false for none; whether that is news to the server
function module.of(own, stored)
  if not stored.dropped then return nil, false end
  local declared, result = places(own.fields), {}
  for _, name in ipairs(stored.dropped) do
    if not declared[name] then result[#result + 1] = name end
  end
  return #result > 0 and result or false, #result < #stored.dropped
end

-- the list once a caller has said that its fields are all; whether any of them is new to it
function module.settled(own, known)
  local declared, before, result = places(own.fields), places(known.dropped or {}), {}
  local is_news = false
  for _, name in ipairs(known.fields) do
    if not declared[name] then result[#result + 1], is_news = name, is_news or not before[name] end
  end
  return result, is_news
end
