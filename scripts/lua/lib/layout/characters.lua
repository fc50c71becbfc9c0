--[[
characters: places in UTF-8 text.
]]
-- the place behind so many characters, or nil
function module.forward(text, place, count)
  for _ = 1, count do
    if place > #text then return nil end
    place = place + 1
    local byte = string.byte(text, place)
    while byte and byte >= 128 and byte < 192 do
      place = place + 1
      byte = string.byte(text, place)
    end
  end
  return place
end
