--[[
update: some fields of an entity; pairs to set, fields to unset, pairs expected, fields expected absent.

ARGV[1..] all  of the script; lib/write/arguments knows how far it is read
]]
function module.read(change, position, set)
  local list = lib.write.arguments.list
  change.set, change.unset = list(), list()
  local expected, absent = list(), list()
  local names = {}
  for i = expected.first, expected.last, 2 do names[#names + 1] = ARGV[i] end
  for i = absent.first, absent.last do names[#names + 1] = ARGV[i] end
  change.before = lib.write.stored_row.read(change, names)
  if not next(change.before) and not set.exists(change) then return set.refuse('ENTITY_DELETED', position, change.id) end
  local function compare(name, value)
    local found = change.before[name]
    if found ~= value then set.refuse('DATA_RACE', position, name, found or cjson.null) end
  end
  for i = expected.first, expected.last, 2 do compare(ARGV[i], ARGV[i + 1]) end
  for i = absent.first, absent.last do compare(ARGV[i], nil) end
  change.after = lib.write.arguments.assign(change.set, lib.write.arguments.copy(change.before))
  for i = change.unset.first, change.unset.last do change.after[ARGV[i]] = nil end
end
