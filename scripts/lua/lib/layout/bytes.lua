--[[
bytes: text in byte order.

Lua compares strings by the server's locale, which no index does.
]]
local CHUNKS, byte = { 1024, 64 }, string.byte

-- where two texts differ first: long ones are compared in parts, since a part takes about as long as a byte
local function first_difference(a, b, size)
  local at = 1
  for _, chunk in ipairs(CHUNKS) do
    while at + chunk <= size and string.sub(a, at, at + chunk - 1) == string.sub(b, at, at + chunk - 1) do at = at + chunk end
  end
  while at <= size do
    local a1, a2, a3, a4 = byte(a, at, at + 3)
    local b1, b2, b3, b4 = byte(b, at, at + 3)
    if a1 ~= b1 then return at end
    if a2 ~= b2 then return at + 1 end
    if a3 ~= b3 then return at + 2 end
    if a4 ~= b4 then return at + 3 end
    at = at + 4
  end
  return at
end

function module.less(a, b)
  if a == b then return false end
  local size = math.min(#a, #b)
  local at = first_difference(a, b, size)
  if at > size then return #a < #b end
  return byte(a, at) < byte(b, at)
end

-- texts in the order of their bytes, which the server's own may be or not
function module.sort(texts)
  table.sort(texts)
  for i = 2, #texts do
    if module.less(texts[i], texts[i - 1]) then return table.sort(texts, module.less) end
  end
end
