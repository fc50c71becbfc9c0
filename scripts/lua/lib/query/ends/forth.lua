--[[
forth: the entities that a field of rows leads to, each once, and whether these are all that are there.
]]
-- steps that a call may take in all, so that it stays below 5 ms
local MOST = 4500

function module.read(state, part, rows)
  local list, whole, seen, read = {}, true, {}, lib.query.ends.reader.of(state, part)
  for i = 1, #rows do
    local id = type(rows[i]) == 'table' and rows[i][part.at]
    if type(rows[i]) ~= 'table' or id and not seen[id] and lib.query.clock.is_over(state, MOST) then whole = false
    elseif id and not seen[id] then
      seen[id], list[#list + 1] = true, read(id)
    end
  end
  return list, list, whole
end
