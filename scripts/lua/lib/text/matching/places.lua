--[[
places: a forward list (see lib/text/codes.lua) taken apart.
]]
local codes = lib.text.codes

-- the terms of each place of a list, as sets
function module.of(list)
  local places, place, again = {}, 0, false
  for sign in string.gmatch(list, '[%z\1-\127\192-\255][\128-\191]*') do
    if sign == codes.SAME then again = true
    elseif sign == codes.SKIPPED then
      place = place + 1
      places[place] = {}
    elseif string.byte(sign) >= 32 then
      if not again then place = place + 1 end
      places[place] = again and places[place] or {}
      places[place][sign], again = true, false
    end
  end
  return places
end
