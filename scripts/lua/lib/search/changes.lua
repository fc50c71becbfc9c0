--[[
changes: documents that come to an index, are replaced, or go, all of one call together: noted here, then checked and written.
]]
local counts, push, texts = lib.layout.counts, lib.write.groups.push, lib.text.writing.changes

function module.open(model)
  return {
    model = model, come = false, gone = false, held = false, freed = false, texts = false, compared = false, words = false, wanted = false, highest = false,
    known = false, changed = false, sums = false, alone = false, greatest = false, list = {},
  }
end

local function stored(change)
  local values, before = redis.call('HMGET', change.key, unpack(change.state.model.fields)), {}
  for at = 1, #values do before[at] = values[at] or nil end
  return before
end

-- after: the terms of its fields by their place, nothing for a document that goes; row: what else is written of it
function module.note(state, id, after, row)
  local model = state.model
  local number = lib.search.index.number(model, id, counts.get(state, model.uniques[1].buckets) or 1)
  if not number and not after then return nil end
  local change = { state = state, id = number or '', key = number and model.row .. number, row = row, before = false, after = after, encoded = false, position = #state.list }
  if number then change.before = stored(change)
  else
    push(state, 'wanted', change)
    push(state, 'held', model.uniques[1], id, change, false)
    push(state, 'come', 'ids', change)
  end
  for _, index in ipairs(model.texts) do texts.note(change, index) end
  state.list[#state.list + 1] = change
  return change
end

-- a document that goes with all that is kept of it
function module.forget(state, id)
  local change = module.note(state, id, false, false)
  if not change then return false end
  push(state, 'gone', 'ids', change)
  push(state, 'freed', state.model.uniques[1], id)
  return true
end
