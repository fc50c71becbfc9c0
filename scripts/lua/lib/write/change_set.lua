--[[
change_set: the changes of one call, of one model or several: read and checked, numbered, then written key by key.

Each kind of change (lib/write/changes) gives { before, after }: the row as stored and as it will be, by position. A refusal is an
error reply `CODE [facts]`, the first fact being the position of the change.

ARGV[1..] all  of the script
]]
local read, states, server, model_of = lib.write.reader.read, lib.write.state, lib.schema.server, lib.write.given.model

function module.write(set)
  local results, all = {}, set.states
  for i = 1, #all do states.remove(all[i]) end
  if set.orders then lib.write.links.orders.write(set) end
  for i, change in ipairs(set.list) do
    local told = lib.write.rows.write(change)
    if i <= set.given then results[i] = set.expires and lib.write.expiry.tell(change, told) or told end
  end
  if set.links then lib.write.links.linking.tell(set, results) end
  if set.lapsed then lib.write.lapsed.tell(set, results) end
  for i = 1, #all do states.add(all[i]) end
  return results
end

-- a name that stands for a descriptor, of which this function was never told, or not since the server was started
local function unknown(part)
  for i = part.first, part.first + part.models - 1 do
    if not model_of(ARGV[i]) then return { refusal = redis.error_reply('UNKNOWN_MODEL ' .. cjson.encode({ ARGV[i] })) } end
  end
end

-- checked, and refused or not; `part` as in the reader
function module.read(prefix, ids, part)
  local stranger = unknown(part)
  if stranger then return stranger end
  local set = read(part, server.current, false, false)
  local first = part.models > 0 and set.states[1].model
  if first and (first.key ~= prefix or first.ids ~= ids) then
    return { refusal = redis.error_reply('ERR the keys are not those of the first model') }
  end
  if not (set.outdated or set.referred) then return set end
  -- another program declares a model differently, or others lead to what goes: nothing was written yet, and now it is read how
  return read(part, set.outdated and server.agree or server.current, set.outdated, set.follows or set.referred)
end

-- most calls make one change, or many of a model that nothing else concerns. What comes of one stands alone: a list takes longer to send
local function write_simple(prefix, ids, first)
  local model = server.current(ARGV[first])
  if not model or not model.simple or model.key ~= prefix or model.ids ~= ids then return nil end
  return lib.write.single.change.run(model, first + 1) or lib.write.batch.changes.run(model, first + 1, #ARGV)
end

-- `models`: as text
function module.run(prefix, ids, models)
  local results = models == '1' and write_simple(prefix, ids, 2)
  if results then return results end
  local set = module.read(prefix, ids, { models = tonumber(models), first = 2, last = #ARGV })
  return set.refusal or module.write(set)
end
