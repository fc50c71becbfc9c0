--[[
increment: amounts that are added here, each within its bounds.

The shape's `seen` is empty, or names each field twice: for the least and for the greatest sum (see lib/write/bounds.lua).

ARGV[1..] all  of the script
]]
local function add(stored, by, kind)
  if kind == 'decimal' then return lib.write.decimals.add(stored, by) end
  return lib.write.numbers.add(stored, by, kind == 'integer')
end

local function is_beyond(change, i, sum, kind)
  local shape = change.shape
  if #shape.seen == 0 then return false end
  local first = change.first + #shape.set + 2 * i
  return lib.write.bounds.passed(sum, ARGV[first - 1], ARGV[first], kind)
end

function module.read(change, set)
  local before, fields, after = lib.write.rows.stored(change), change.shape.set, {}
  if not before then return set:refuse('ENTITY_DELETED', change.position, change.id) end
  local model = change.state.model
  change.before = before
  for at, value in pairs(before) do after[at] = value end
  change.sums = {}
  for i, at in ipairs(fields) do
    local sum = add(before[at], ARGV[change.first + i], model.sums[at])
    local refusal = not sum and 'NOT_A_NUMBER' or is_beyond(change, i, sum, model.sums[at]) and 'OUT_OF_BOUNDS'
    if refusal then return set:refuse(refusal, change.position, model.fields[at], before[at] or cjson.null, sum or cjson.null) end
    after[at], change.sums[i] = sum, sum
  end
  change.after, change.told = after, 'sums'
end
