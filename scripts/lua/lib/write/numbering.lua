--[[
numbering: gives the new entities of a model their ids, before anything is written.

The last id that was given out is the size `next` of #counts. An id that a caller gave moves it on, so that it is not given out
again; one beyond 2^52 does not, or a single one could end the numbers for good.
]]
local counts, text = lib.layout.counts, lib.layout.id.text
local SAFE, FARTHEST = lib.write.numbers.SAFE, 4503599627370496

-- someone changed the counter by hand: an id that is taken must not be given out
function module.any_taken(keys, first, last)
  for i = first, last, 4000 do
    if redis.call('EXISTS', unpack(keys, i, math.min(i + 3999, last))) > 0 then return true end
  end
  return false
end

function module.note_given(change)
  local state, id = change.state, tonumber(change.id)
  if not state.model.counted or id > FARTHEST then return end
  state.highest = math.max(state.highest or 0, id)
end

-- why there are no ids for these changes, or nil
local function give(state, wanted, last)
  if not (last + #wanted <= SAFE) then return 'NO_MORE_IDS' end
  local keys = {}
  for i = 1, #wanted do
    local change = wanted[i]
    change.id = text(last + i)
    change.key = state.model.row .. change.id
    keys[i] = change.key
  end
  return module.any_taken(keys, 1, #keys) and 'COUNTER_BEHIND' or nil
end

function module.take(state, set)
  local stored, wanted = counts.get(state, 'next') or 0, state.wanted
  local last = math.max(stored, state.highest or 0)
  if wanted then
    local refusal = give(state, wanted, last)
    if refusal then return set:refuse(refusal, wanted[1].position, state.model.counts) end
    last = last + #wanted
  end
  if last > stored then counts.set(state, 'next', last) end
end

-- the number of a single new entity, or false where it is not free
function module.take_next(change, model, last)
  local number = (last or 0) + 1
  change.id = text(number)
  change.key = model.row .. change.id
  return number <= SAFE and redis.call('EXISTS', change.key) == 0
end
