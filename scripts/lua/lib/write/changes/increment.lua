--[[
increment: amounts that are added here.

ARGV[1..] all  of the script
]]
local function add(stored, by, kind)
  if kind == 'decimal' then return lib.write.decimals.add(stored, by) end
  return lib.write.numbers.add(stored, by, kind == 'integer')
end

function module.read(change, set)
  local before, fields, after = lib.write.rows.stored(change), change.shape.set, {}
  if not before then return set:refuse('ENTITY_DELETED', change.position, change.id) end
  local model = change.state.model
  for at, value in pairs(before) do after[at] = value end
  change.sums = {}
  for i, at in ipairs(fields) do
    local sum = add(before[at], ARGV[change.first + i], model.sums[at])
    if not sum then return set:refuse('NOT_A_NUMBER', change.position, model.fields[at], before[at] or cjson.null) end
    after[at], change.sums[i] = sum, sum
  end
  change.before, change.after, change.told = before, after, 'sums'
end
