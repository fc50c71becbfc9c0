--[[
increment: sums made here; triples of field, amount and kind ('integer' or 'float').

ARGV[1..] all  of the script; lib/write/arguments knows how far it is read
]]
function module.read(change, position, set)
  local list, names = lib.write.arguments.list(), {}
  for i = list.first, list.last, 3 do names[#names + 1] = ARGV[i] end
  if not set.exists(change) then return set.refuse('ENTITY_DELETED', position, change.id) end
  change.before = lib.write.stored_row.read(change, names)
  change.after, change.sums = lib.write.arguments.copy(change.before), {}
  for i = list.first, list.last, 3 do
    local name = ARGV[i]
    local sum = lib.write.numbers.add(change.before[name], ARGV[i + 1], ARGV[i + 2] == 'integer')
    if not sum then return set.refuse('NOT_A_NUMBER', position, name, change.before[name] or cjson.null) end
    change.after[name] = sum
    change.sums[#change.sums + 1] = name
    change.sums[#change.sums + 1] = sum
  end
end
