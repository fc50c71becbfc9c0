--[[
readers_of_parts: the changes that give some fields of an entity, and check what they were.

ARGV[1..] all  triples of an increment are read in place
]]
function readers.update(change, position)
  change.set, change.unset = arguments.list(), arguments.list()
  local expected, absent = arguments.list(), arguments.list()
  local names = {}
  arguments.pairs(expected, function(name) names[#names + 1] = name end)
  arguments.each(absent, function(name) names[#names + 1] = name end)
  if not exists(change) then return refuse('ENTITY_DELETED', position, change.id) end
  change.before = stored_row(change, names)
  local function compare(name, value)
    local found = change.before[name]
    if found ~= value then refuse('DATA_RACE', position, name, found or cjson.null) end
  end
  arguments.pairs(expected, compare)
  arguments.each(absent, function(name) compare(name, nil) end)
  change.after = copy(change.before)
  arguments.pairs(change.set, function(name, value) change.after[name] = value end)
  arguments.each(change.unset, function(name) change.after[name] = nil end)
end

-- triples of field, amount and kind ('integer' or 'float')
function readers.increment(change, position)
  local list, names = arguments.list(), {}
  for i = list.first, list.last, 3 do names[#names + 1] = ARGV[i] end
  if not exists(change) then return refuse('ENTITY_DELETED', position, change.id) end
  change.before = stored_row(change, names)
  change.after, change.sums = copy(change.before), {}
  for i = list.first, list.last, 3 do
    local name = ARGV[i]
    local sum = numbers.add(change.before[name], ARGV[i + 1], ARGV[i + 2] == 'integer')
    if not sum then refuse('NOT_A_NUMBER', position, name, change.before[name] or cjson.null) end
    change.after[name] = sum
    change.sums[#change.sums + 1] = name
    change.sums[#change.sums + 1] = sum
  end
end
