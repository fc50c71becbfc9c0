--[[
numbering: gives the new entities of a model their ids, before anything is written.

The last id that was given out is the size `next` of #counts. An id that a caller gave moves it on, so that it is not given out
again; one beyond 2^52 does not, or a single one could end the numbers for good.
]]
local counts, text = lib.layout.counts, lib.layout.id.text
local SAFE, FARTHEST = lib.write.numbers.SAFE, 4503599627370496

-- someone changed the counter by hand: an id that is taken must not be given out
local function any_taken(list)
  for i = 1, #list, 4000 do
    if redis.call('EXISTS', unpack(list, i, math.min(i + 3999, #list))) > 0 then return true end
  end
  return false
end

function module.note_given(change)
  local state, id = change.state, tonumber(change.id)
  if not state.model.counted or id > FARTHEST then return end
  state.highest = math.max(state.highest or 0, id)
end

function module.take(state, set)
  local wanted, model = state.wanted, state.model
  if #wanted == 0 and not state.highest then return end
  local stored = counts.get(state, 'next') or 0
  local last = math.max(stored, state.highest or 0)
  if #wanted > 0 then
    if not (last + #wanted <= SAFE) then return set:refuse('NO_MORE_IDS', wanted[1].position, model.counts) end
    local keys = {}
    for i, change in ipairs(wanted) do
      change.id = text(last + i)
      change.key = model.row .. change.id
      keys[i] = change.key
    end
    if any_taken(keys) then return set:refuse('COUNTER_BEHIND', wanted[1].position, model.counts) end
  end
  if last + #wanted > stored then counts.set(state, 'next', last + #wanted) end
end
