--[[
entry: what an index holds for a row.
]]
local form_of = lib.layout.index_form.of

-- the value of the field at a place of the index, or nil
function module.value(index, row, place)
  local stored = row[index.at[place]]
  if stored and index.forms then return form_of(index.forms[place], stored) end
  return stored
end
local value = module.value

-- of an index of one field, or nil
function module.single(index, row) return value(index, row, 1) end

-- the same function for one index, whose form is known: most values stand in a row as the index has them
function module.single_of(index)
  local at, form = index.at[1], index.forms and index.forms[1] or ''
  if form == '' then return function(_, row) return row[at] end end
  return function(_, row) return form_of(form, row[at]) end
end

-- of several fields: the values behind their lengths, so that no two lists of values look alike; nil where one is missing
function module.joined(index, row)
  local parts = {}
  for place = 1, #index.at do
    local part = value(index, row, place)
    if not part then return nil end
    parts[place] = #part .. ':' .. part
  end
  return table.concat(parts)
end
