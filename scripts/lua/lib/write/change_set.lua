--[[
change_set: reads changes and checks them against what is stored; nothing is written here.

Each kind of change (lib/write/changes) reads its arguments and gives { before, after, set, unset, sums, indexes, uniques }: the row
as stored and as it will be, the fields to write, the indexes concerned. A refusal is an error reply `CODE [facts]`, the first
fact being the position of the change.
]]
function module.refuse(code, ...)
  call.refusal = call.refusal or redis.error_reply(code .. ' ' .. cjson.encode({ ... }))
end

function module.exists(change) return call.created[change.key] or redis.call('EXISTS', change.key) == 1 end

local function slots(of, index)
  of[index] = of[index] or {}
  return of[index]
end

-- what a change takes is checked when it is known what all of them free: values may be swapped
local function note_unique(change, index)
  local entry = lib.write.indexes.unique.entry
  local from = entry(index, change.before)
  if from and not (change.after and entry(index, change.after) == from) then slots(call.freed, index)[from] = true end
end

local function check_unique(change, index, position)
  local entry = lib.write.indexes.unique.entry
  local value = change.after and entry(index, change.after)
  if not value or change.before and entry(index, change.before) == value then return end
  local taken, holder = slots(call.taken, index), lib.write.indexes.unique.holder(change.model, index, value)
  if taken[value] then module.refuse('UNIQUE', position, index.name, taken[value])
  elseif holder and holder ~= change.id and not slots(call.freed, index)[value] then module.refuse('UNIQUE', position, index.name, holder) end
  taken[value] = change.id
end

-- the whole change set, unless call.refusal says which change does not fit
function module.read(models)
  local arguments, list = lib.write.arguments, {}
  while arguments.more() and not call.refusal do
    local kind = arguments.next()
    local model = models[tonumber(arguments.next())]
    local id = arguments.next()
    local change = { model = model, id = id, key = model.row_prefix .. id, indexes = model.indexes, uniques = model.uniques }
    lib.write.changes[kind].read(change, #list, module)
    for i = 1, change.before and #change.uniques or 0 do note_unique(change, change.uniques[i]) end
    list[#list + 1] = change
  end
  for i, change in ipairs(call.refusal and {} or list) do
    for _, index in ipairs(change.uniques) do check_unique(change, index, i - 1) end
  end
  return list
end
