--[[
change_set: the changes of one call, of one model or several: read and checked, numbered, then written key by key.

Each kind of change (lib/write/changes) gives { before, after }: the row as stored and as it will be, by position. A refusal is an
error reply `CODE [facts]`, the first fact being the position of the change.
]]
local read, states, server = lib.write.reader.read, lib.write.state, lib.schema.server

local function write(set)
  local results, all = {}, set.states
  for i = 1, #all do states.remove(all[i]) end
  for i, change in ipairs(set.list) do results[i] = lib.write.rows.write(change) end
  for i = 1, #all do states.add(all[i]) end
  return results
end

function module.run(prefix, ids, total)
  local set = read(total, server.current, false)
  local first = set.states[1].model
  if first.key ~= prefix or first.ids ~= ids then return redis.error_reply('ERR the keys are not those of the first model') end
  -- another program declares a model differently: nothing was written yet, and now it is read how
  if set.outdated then set = read(total, server.agree, true) end
  return set.refusal or write(set)
end
