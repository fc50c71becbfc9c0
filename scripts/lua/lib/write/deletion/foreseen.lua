--[[
foreseen: what is known of the rows of entities that lead to one that goes, before they are read. An order is left by the id alone,
whatever the value, and the field is known to hold what goes.
]]
local function is_known(index, at)
  if index.kind == 'ordered' then return not index.missing end
  return index.kind == 'exact' and #index.at == 1 and index.at[1] == at
end

-- `at`, `id`: the position of the field, and what goes. The row of all of them as far as it is known; positions and names of what is not
function module.row(model, at, id)
  local row, positions, names = {}, {}, {}
  for _, index in ipairs(model.indexes) do
    for _, position in ipairs(index.at) do
      if is_known(index, at) then row[position] = position == at and id or '0'
      else positions[#positions + 1], names[#names + 1] = position, model.fields[position] end
    end
  end
  return row, positions, names
end

function module.complete(key, row, positions, names)
  local values = redis.call('HMGET', key, unpack(names))
  for i = 1, #positions do row[positions[i]] = values[i] or nil end
end
