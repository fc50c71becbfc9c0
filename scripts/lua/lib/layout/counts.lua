--[[
counts: the hash of sizes of a model, read once and written once in a call.

It has the size of each list of ids that is a tree, of each unique index (`uq:<name>`) and of its buckets (`uq/<name>`), the last id
that was given out (`next`) and where the newest leaf of all ids begins (`last`). Of a text index also its texts and words, and since when
its terms are what a function remembers of them (`texts/<name>:since`, see lib/text/known.lua).
]]
local function read(state, names)
  local known = state.known or {}
  state.known = known
  for first = 1, #names, 1000 do
    local last = math.min(first + 999, #names)
    local values = redis.call('HMGET', state.model.counts, unpack(names, first, last))
    for i = first, last do known[names[i]] = values[i - first + 1] end
  end
end

-- all that a call needs, in one command
function module.read(state, names)
  if #names > 0 then read(state, names) end
end

-- a number, or false where there is none
function module.get(state, name)
  if not state.known or state.known[name] == nil then read(state, { name }) end
  local value = state.known[name]
  return value and tonumber(value) or false
end

-- the same as it is stored
function module.text(state, name) return module.get(state, name) and state.known[name] end

function module.set(state, name, value)
  state.known = state.known or {}
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
  local present, absent, size = {}, nil, 0
  for name, value in pairs(state.changed) do
    if value then
      present[size + 1], present[size + 2] = name, value
      size = size + 2
    else
      absent = absent or {}
      absent[#absent + 1] = name
    end
  end
  for i = 1, size, 4000 do redis.call('HSET', state.model.counts, unpack(present, i, math.min(i + 3999, size))) end
  for i = 1, absent and #absent or 0, 4000 do redis.call('HDEL', state.model.counts, unpack(absent, i, math.min(i + 3999, #absent))) end
end
