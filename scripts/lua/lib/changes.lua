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

-- @include lib/stored_rows

-- @include lib/readers_of_wholes

-- @include lib/readers_of_parts

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
