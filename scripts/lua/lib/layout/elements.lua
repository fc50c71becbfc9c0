--[[
elements: what an index has of an array in JSON; src/types/elements.ts writes an element in the same form.
]]
-- a text as it is, ~ before anything else; nil for what has no form
local function form(element)
  if type(element) == 'string' then return string.sub(element, 1, 1) == '~' and '~' .. element or element end
  if type(element) == 'number' then return '~' .. lib.write.numbers.text(element) end
  if type(element) == 'boolean' then return '~' .. tostring(element) end
end

local function decode(stored)
  local fine, value = pcall(cjson.decode, stored)
  return fine and type(value) == 'table' and value or {}
end

-- the form of each element once
function module.of(stored)
  local list, seen = {}, {}
  -- another program may have stored what is not an array
  if string.sub(stored, 1, 1) ~= '[' then return list end
  for _, element in ipairs(decode(stored)) do
    local text = form(element)
    if text and not seen[text] then
      list[#list + 1], seen[text] = text, true
    end
  end
  return list
end

function module.has(stored, text)
  for _, each in ipairs(module.of(stored)) do
    if each == text then return true end
  end
  return false
end
