--[[
changes: reads a change set and checks it against what is stored; nothing is written here.

Each kind of change reads its arguments and gives { model, id, key, before, after, set, unset }: the row as stored and as it
will be, and the lists of fields to write. A refusal is an error reply `CODE [facts]`, the first fact being the position.
]]
-- @include lib/arguments
-- @include lib/indexes
-- @include lib/numbers
local refusal

local function refuse(code, ...)
  refusal = refusal or redis.error_reply(code .. ' ' .. cjson.encode({ ... }))
end

-- entities that earlier changes of the set create, and unique values that they take and free
local created, taken, freed = {}, {}, {}

-- the stored values of all fields that a change is about or an index needs
local function stored_row(change, names)
  local seen, list = {}, {}
  local function want(name)
    if not seen[name] then seen[name] = true; list[#list + 1] = name end
  end
  for _, name in ipairs(names) do want(name) end
  for _, index in ipairs(change.model.indexes) do
    for _, field in ipairs(index.fields) do want(field) end
  end
  local row = {}
  if #list == 0 then return row end
  local values = redis.call('HMGET', change.key, unpack(list))
  for i, name in ipairs(list) do row[name] = values[i] or nil end
  return row
end

local function copy(row)
  local result = {}
  for name, value in pairs(row) do result[name] = value end
  return result
end

local readers = {}

local function exists(change) return created[change.key] or redis.call('EXISTS', change.key) == 1 end

function readers.insert(change, position)
  change.set = arguments.list()
  change.after = {}
  arguments.pairs(change.set, function(name, value) change.after[name] = value end)
  if change.id == '' then return end
  if exists(change) then refuse('ENTITY_EXISTS', position, change.id) end
  created[change.key] = true
end

-- all of an entity, whatever is stored
function readers.put(change)
  change.set = arguments.list()
  change.after = {}
  arguments.pairs(change.set, function(name, value) change.after[name] = value end)
  change.replace = true
  if exists(change) then change.before = stored_row(change, {}) end
end

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

function readers.delete(change)
  if exists(change) then change.before = stored_row(change, {}) end
end

local function check_unique(change, index, position)
  local from = change.before and indexes.entry(index, change.before)
  local to = change.after and indexes.entry(index, change.after)
  if from == to then return end
  local slot = change.model.key .. '#' .. index.name .. ':'
  if to then
    local holder = unique.holder(change.model, index.name, to)
    if taken[slot .. to] then refuse('UNIQUE', position, index.name, taken[slot .. to])
    elseif holder and holder ~= change.id and not freed[slot .. to] then refuse('UNIQUE', position, index.name, holder) end
    taken[slot .. to] = change.id
  end
  if from then freed[slot .. from] = true end
end

local changes = {}

-- the whole change set, or the refusal of its first change that does not fit
function changes.read(models)
  local list = {}
  while arguments.at < #ARGV and not refusal do
    local read = readers[arguments.next()]
    local change = { model = models[tonumber(arguments.next())], id = arguments.next() }
    change.key = change.model.key .. ':' .. change.id
    read(change, #list)
    for _, index in ipairs(refusal and {} or change.model.indexes) do
      if index.kind == 'unique' then check_unique(change, index, #list) end
    end
    list[#list + 1] = change
  end
  return list, refusal
end
