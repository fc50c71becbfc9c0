--[[
forth: the entities that a field of rows leads to, each once.
]]
-- steps that a call may take in all, so that it stays below 5 ms
local MOST = 4500

function module.read(state, part, rows)
  local list, seen, prefix = {}, {}, part.models[1].key .. ':'
  for i = 1, #rows do
    local id = type(rows[i]) == 'table' and rows[i][part.at]
    if id and not seen[id] and state.spent < MOST then
      seen[id], list[#list + 1] = true, lib.query.row.read(prefix, id, part.fields)
      state.spent = state.spent + 4 + #part.fields / 3
    end
  end
  return list, list
end
