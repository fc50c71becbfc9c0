--[[
build: entries for entities that were there before their index.
]]
local states, entities = lib.write.state, lib.maintenance.rows.entities

local function refuse(set, code, position, ...)
  if set.refusal then return end
  local id = set.ids[position + 1]
  set.refusal = redis.error_reply(code .. ' ' .. cjson.encode({ id, ... }))
end

-- entries in lists that a step writes, twice: of arrays and containers an entity may have a thousand
local ENTRIES = 2000

-- the ids of a step that ends early, and the position of the next
local function cut(state, list, last)
  return { unpack(list, 1, last) }, lib.maintenance.walk.behind(state, list, last)
end

-- the model as the server knows it, and those of its indexes that are asked for
function module.open(prefix, ids, json, identities, build)
  local model, refusal = lib.schema.addressed.agreed(prefix, ids, json)
  if refusal then return nil, refusal end
  local indexes = lib.schema.states.built(model, identities, build)
  if not indexes then return nil, redis.error_reply('SCHEMA_CHANGED ' .. cjson.encode({ model.model, 'index', identities[1] })) end
  return states.new(model), indexes
end

-- what a step of several gives: entities seen, and the position of the next
local function write(state, indexes, step)
  local list, following = lib.maintenance.walk.ids(state, step.from, step.most)
  local reader, set = entities.reader(state, indexes), { refuse = refuse, agreed = true, refusal = false, ids = {} }
  local parts, columns = lib.maintenance.building.columns.parts(reader)
  state.entries = parts and lib.write.batch.entries.new(state)
  if columns then lib.maintenance.building.columns.add(reader, columns, list) end
  for i = 1, columns and 0 or #list do
    if entities.add(reader, parts, list[i]) then set.ids[reader.total] = list[i] end
    if list[i + 1] and state.come and #state.come > ENTRIES then
      list, following = cut(state, list, i)
      break
    end
  end
  states.check(state, set)
  if set.refusal then return set.refusal end
  states.add(state)
  return { #list, following or false, lib.maintenance.building.traffic.reads() }
end

function module.run(prefix, ids, json, step)
  local state, indexes = module.open(prefix, ids, json, step.indexes, step.build)
  if not state then return indexes end
  -- another program was faster
  if #indexes == 0 then return { 0, false, lib.maintenance.building.traffic.reads() } end
  local is_done, reply = pcall(write, state, indexes, step)
  if is_done then return reply end
  -- entries that are there already stay, and come once more with the next call
  local list = lib.maintenance.walk.ids(states.new(state.model), step.from, step.most)
  return lib.maintenance.rows.faults.refusal(state.model, indexes, list) or type(reply) == 'table' and reply or redis.error_reply(reply)
end
