--[[
letters: a term as its characters.
]]
local CHARACTER = '[%z\1-\127\194-\244][\128-\191]*'

function module.of(term)
  local result = {}
  for letter in string.gmatch(term, CHARACTER) do result[#result + 1] = letter end
  return result
end

-- the last character first
function module.reverse(term)
  local letters, result = module.of(term), {}
  for i = #letters, 1, -1 do result[#result + 1] = letters[i] end
  return table.concat(result)
end
