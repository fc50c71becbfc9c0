--[[
bytes: text in byte order.

Lua compares strings by the server's locale, which no index does.
]]
function module.less(a, b)
  if a == b then return false end
  local at, size = 1, math.min(#a, #b)
  while at <= size do
    local x, y = string.byte(a, at), string.byte(b, at)
    if x ~= y then return x < y end
    at = at + 1
  end
  return #a < #b
end
