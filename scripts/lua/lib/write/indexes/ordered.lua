--[[
ordered: ids scored by a number. There is one entry, whatever the score.
]]
local sorted = lib.write.sorted

-- the score is the stored value
module.part, module.is_plain = 'sorted', true

function module.entry(index, row)
  local value = row[index.at[1]]
  if value then return '', value end
end

function module.put(change, index, entry, score) sorted.put(change, index.key, score, entry) end
function module.take(change, index, entry) sorted.take(change, index.key, entry) end
