--[[
counts: the hash of sizes of a model, read once and written once in a call.

It has the size of each list of ids that is a tree, of each unique index (`uq:<name>`) and of its buckets (`uq/<name>`), the last id given out
(`next`) and where the newest leaf of all ids begins (`last`). Of a text index also its texts and words, and how long holds what a function
remembers of it (`texts/<name>:since` and `writer`, lib/text); where there are many, `table` (lib/layout/size_table.lua).
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
function module.read(state, names) return #names > 0 and read(state, names) end
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

-- `sums` of the state: more of them, as a flat list of names and texts
function module.write(state)
  local present, absent, size = state.sums or {}, nil, state.sums and #state.sums or 0
  for name, value in pairs(state.changed) do
    if value then
      -- a number would be written with all digits that it may have, which takes longer
      present[size + 1], present[size + 2] = name, type(value) == 'number' and value >= 0 and lib.layout.id.text(value) or value
      size = size + 2
    else
      absent = absent or {}
      absent[#absent + 1] = name
    end
  end
  local key = state.model.counts
  for i = 1, size, 4000 do redis.call('HSET', key, unpack(present, i, math.min(i + 3999, size))) end
  for i = 1, absent and #absent or 0, 4000 do redis.call('HDEL', key, unpack(absent, i, math.min(i + 3999, #absent))) end
  lib.layout.size_table.keep(key, size / 2)
end
