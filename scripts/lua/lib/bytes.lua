--[[
bytes: text in byte order, and as a part of a sorted set's member.

Lua compares strings by the server's locale, which no index does.
]]
-- @lazy lib/id
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

-- NUL ends the value inside a member, so that a value has none; the order of values stays
function module.escape(text)
  if not string.find(text, '[%z\1]') then return text end
  return (string.gsub(text, '[%z\1]', function(c) return c == '\1' and '\1\2' or '\1\1' end))
end

-- the member of a lexical index
function module.member(integer, value, id) return module.escape(value) .. '\0' .. lib.id.member(integer, id) end
