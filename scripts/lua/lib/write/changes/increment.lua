--[[
increment: sums made here; triples of field, amount and kind ('integer', 'float' or 'decimal').

ARGV[1..] all  of the script; lib/write/arguments knows how far it is read
]]
local function add(stored, by, kind)
  if kind == 'decimal' then return lib.write.decimals.add(stored, by) end
  return lib.write.numbers.add(stored, by, kind == 'integer')
end

function module.read(change, position, set)
  local list, names = lib.write.arguments.list(), {}
  for i = list.first, list.last, 3 do names[#names + 1] = ARGV[i] end
  if not set.exists(change) then return set.refuse('ENTITY_DELETED', position, change.id) end
  change.before = lib.write.stored_row.read(change, names)
  change.after, change.sums = lib.write.arguments.copy(change.before), {}
  for i = list.first, list.last, 3 do
    local name = ARGV[i]
    local sum = add(change.before[name], ARGV[i + 1], ARGV[i + 2])
    if not sum then return set.refuse('NOT_A_NUMBER', position, name, change.before[name] or cjson.null) end
    change.after[name] = sum
    change.sums[#change.sums + 1] = name
    change.sums[#change.sums + 1] = sum
  end
end
