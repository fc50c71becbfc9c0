--[[
forth: the entities that a field of rows leads to, each once, and whether these are all that are there.
]]
-- steps that a call may take in all, so that it stays below 5 ms
local MOST = 4500

-- one whose time has come is gone
local function living(row, fields, now)
  if not row or not now or not lib.layout.due.is_over(row[#fields], now) then return row end
end

function module.read(state, part, rows)
  local list, whole, seen, prefix, fields = {}, true, {}, part.models[1].key .. ':', part.fields
  local version = lib.layout.versions.take(fields)
  local now = fields[#fields] == lib.layout.lifetimes.NAME and lib.layout.lifetimes.now()
  for i = 1, #rows do
    local id = type(rows[i]) == 'table' and rows[i][part.at]
    if type(rows[i]) ~= 'table' or id and not seen[id] and state.spent >= MOST then whole = false
    elseif id and not seen[id] then
      seen[id], list[#list + 1] = true, living(lib.query.row.read(prefix, id, fields, version), fields, now)
      state.spent = state.spent + 4 + #fields / 3
    end
  end
  return list, list, whole
end
