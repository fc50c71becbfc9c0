--[[
change_set: reads changes and checks them against what is stored; nothing is written here.

Each kind of change (lib/changes) reads its arguments and gives { before, after, set, unset, sums, indexes }: the row as
stored and as it will be, the fields to write, the indexes concerned. A refusal is an error reply `CODE [facts]`, the first
fact being the position of the change.
]]
-- @lazy lib/arguments
-- @lazy lib/indexing
-- @lazy lib/changes/delete
-- @lazy lib/changes/increment
-- @lazy lib/changes/insert
-- @lazy lib/changes/put
-- @lazy lib/changes/update
function module.refuse(code, ...)
  call.refusal = call.refusal or redis.error_reply(code .. ' ' .. cjson.encode({ ... }))
end

function module.exists(change) return call.created[change.key] or redis.call('EXISTS', change.key) == 1 end

function module.copy(row)
  local result = {}
  for name, value in pairs(row) do result[name] = value end
  return result
end

local function concerns(index, changed)
  for _, field in ipairs(index.fields) do
    if changed[field] then return true end
  end
  return false
end

-- the indexes that a change of some fields concerns
local function indexes_of(change, names)
  local changed, list = {}, {}
  for _, name in ipairs(names) do changed[name] = true end
  for _, index in ipairs(change.model.indexes) do
    if concerns(index, changed) then list[#list + 1] = index end
  end
  return list
end

-- the stored values of fields, and of all that the indexes concerned need; `changed` limits those
function module.stored_row(change, names, changed)
  if changed then change.indexes = indexes_of(change, changed) end
  local row, list, seen = {}, {}, {}
  local function want(name)
    if not seen[name] then seen[name] = true; list[#list + 1] = name end
  end
  for _, name in ipairs(names) do want(name) end
  for _, index in ipairs(change.indexes) do
    for _, field in ipairs(index.fields) do want(field) end
  end
  if #list == 0 then return row end
  local values = redis.call('HMGET', change.key, unpack(list))
  for i, name in ipairs(list) do row[name] = values[i] or nil end
  return row
end

-- what a change takes is checked when it is known what all of them free: values may be swapped
local function note_unique(change, index, position)
  local from = change.before and lib.indexing.entry(index, change.before)
  local to = change.after and lib.indexing.entry(index, change.after)
  if from == to then return end
  local slot = change.model.key .. '#' .. index.name .. ':'
  if from then call.freed[slot .. from] = true end
  if to then call.claims[#call.claims + 1] = { change, index, to, position, slot .. to } end
end

local function check_claim(change, index, value, position, slot)
  local taken, holder = call.taken[slot], lib.unique.holder(change.model, index, value)
  if taken then module.refuse('UNIQUE', position, index.name, taken)
  elseif holder and holder ~= change.id and not call.freed[slot] then module.refuse('UNIQUE', position, index.name, holder) end
  call.taken[slot] = change.id
end

-- the whole change set, or the refusal of its first change that does not fit
function module.read(models)
  local arguments, list = lib.arguments, {}
  while arguments.more() and not call.refusal do
    local kind = arguments.next()
    local model = models[tonumber(arguments.next())]
    local change = { model = model, id = arguments.next(), indexes = model.indexes }
    change.key = model.key .. ':' .. change.id
    lib[kind].read(change, #list, module)
    for _, index in ipairs(call.refusal and {} or change.indexes) do
      if index.kind == 'unique' then note_unique(change, index, #list) end
    end
    list[#list + 1] = change
  end
  for i = 1, call.refusal and 0 or #call.claims do check_claim(unpack(call.claims[i])) end
  return list
end
