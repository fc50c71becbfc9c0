--[[
counts: the hash of sizes of a model, read once and written once in a call.

It has the size of each list of ids that is a tree, of each unique index (`uq:<name>`) and of its buckets (`uq/<name>`), the last id
that was given out (`next`) and where the newest leaf of all ids begins (`last`).
]]
local function read(state, names)
  local known = state.known or {}
  state.known = known
  for first = 1, #names, 1000 do
    local last = math.min(first + 999, #names)
    local values = redis.call('HMGET', state.model.counts, unpack(names, first, last))
    for i = first, last do known[names[i]] = tonumber(values[i - first + 1]) or false end
  end
end

-- all that a call needs, in one command
function module.read(state, names)
  if #names > 0 then read(state, names) end
end

-- a number, or false where there is none
function module.get(state, name)
  if not state.known or state.known[name] == nil then read(state, { name }) end
  return state.known[name]
end

function module.set(state, name, value)
  state.known[name] = value
  state.changed = state.changed or {}
  state.changed[name] = value
end

function module.add(state, name, by)
  local sum = (module.get(state, name) or 0) + by
  module.set(state, name, sum)
  return sum
end

function module.write(state)
  if not state.changed then return end
  local present, absent = {}, {}
  for name, value in pairs(state.changed) do
    if value then
      present[#present + 1] = name
      present[#present + 1] = value
    else
      absent[#absent + 1] = name
    end
  end
  for i = 1, #present, 4000 do redis.call('HSET', state.model.counts, unpack(present, i, math.min(i + 3999, #present))) end
  for i = 1, #absent, 4000 do redis.call('HDEL', state.model.counts, unpack(absent, i, math.min(i + 3999, #absent))) end
end
