--[[
ordered: ids scored by a number.
]]
local sorted = lib.write.sorted
-- one entry, whatever the score
local ID = { '' }

function module.entries(index, row)
  local value = row[index.at[1]]
  if value then return ID, { value } end
end

function module.put(change, index, _, score) sorted.put(change, index.key, score, '') end
function module.take(change, index) sorted.take(change, index.key, '') end
