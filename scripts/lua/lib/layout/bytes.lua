--[[
bytes: text in byte order.

Lua compares strings by the server's locale, which no index does.
]]
local CHUNKS = { 1024, 64 }

-- where two texts differ first: long ones are compared in parts, since a part takes about as long as a byte
local function first_difference(a, b, size)
  local at = 1
  for _, chunk in ipairs(CHUNKS) do
    while at + chunk <= size and string.sub(a, at, at + chunk - 1) == string.sub(b, at, at + chunk - 1) do at = at + chunk end
  end
  while at <= size and string.byte(a, at) == string.byte(b, at) do at = at + 1 end
  return at
end

function module.less(a, b)
  if a == b then return false end
  local size = math.min(#a, #b)
  local at = first_difference(a, b, size)
  if at > size then return #a < #b end
  return string.byte(a, at) < string.byte(b, at)
end
