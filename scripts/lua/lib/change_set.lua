--[[
change_set: reads changes and checks them against what is stored; nothing is written here.

Each kind of change (lib/changes) reads its arguments and gives { before, after, set, unset, sums, indexes, uniques }: the row
as stored and as it will be, the fields to write, the indexes concerned. A refusal is an error reply `CODE [facts]`, the first
fact being the position of the change.
]]
-- @lazy lib/arguments
-- @lazy lib/indexes/unique
-- @lazy lib/changes/delete
-- @lazy lib/changes/increment
-- @lazy lib/changes/insert
-- @lazy lib/changes/put
-- @lazy lib/changes/update
function module.refuse(code, ...)
  call.refusal = call.refusal or redis.error_reply(code .. ' ' .. cjson.encode({ ... }))
end

function module.exists(change) return call.created[change.key] or redis.call('EXISTS', change.key) == 1 end

local function slots(of, index)
  if not of[index] then of[index] = {} end
  return of[index]
end

local function check_unique(change, index, position)
  local entry = lib.unique.entry
  local from, to = change.before and entry(index, change.before), change.after and entry(index, change.after)
  if from == to then return end
  if to then
    local taken = slots(call.taken, index)
    local holder = lib.unique.holder(change.model, index, to)
    if taken[to] then module.refuse('UNIQUE', position, index.name, taken[to])
    elseif holder and holder ~= change.id and not slots(call.freed, index)[to] then
      module.refuse('UNIQUE', position, index.name, holder)
    end
    taken[to] = change.id
  end
  if from then slots(call.freed, index)[from] = true end
end

-- the whole change set, unless call.refusal says which change does not fit
function module.read(models)
  local arguments, list = lib.arguments, {}
  while arguments.more() and not call.refusal do
    local kind = arguments.next()
    local model = models[tonumber(arguments.next())]
    local id = arguments.next()
    local change = { model = model, id = id, key = model.key .. ':' .. id, indexes = model.indexes, uniques = model.uniques }
    lib[kind].read(change, #list, module)
    for i = 1, call.refusal and 0 or #change.uniques do check_unique(change, change.uniques[i], #list) end
    list[#list + 1] = change
  end
  return list
end
