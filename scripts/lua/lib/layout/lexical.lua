--[[
lexical: members of a lexical index: text, NUL, id, so that byte order is the order of the texts.
]]
-- NUL ends the value inside a member, so that a value has none; the order of values stays
local function escape(text)
  -- a plain search of a long text takes a hundredth of the time of a pattern
  if not string.find(text, '\0', 1, true) and not string.find(text, '\1', 1, true) then return text end
  return (string.gsub(text, '[%z\1]', function(c) return c == '\1' and '\1\2' or '\1\1' end))
end

module.escape = escape

-- the text that was escaped
function module.unescape(text)
  if not string.find(text, '\1', 1, true) then return text end
  return (string.gsub(text, '\1([\1\2])', function(c) return c == '\2' and '\1' or '\0' end))
end

-- what the members of a text begin with
function module.beginning(value) return escape(value) .. '\0' end

-- the member of a lexical index
function module.member(integer, value, id) return module.beginning(value) .. lib.layout.id.member(integer, id) end

local function unescape(text)
  if not string.find(text, '\1', 1, true) then return text end
  return (string.gsub(text, '\1[\1\2]', function(pair) return pair == '\1\1' and '\0' or '\1' end))
end

-- the text of a member, and its id as it stands there
function module.text(member)
  local at = string.find(member, '\0', 1, true)
  return unescape(string.sub(member, 1, at - 1)), string.sub(member, at + 1)
end
