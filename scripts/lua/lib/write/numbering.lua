--[[
numbering: takes the ids that a change set needs from the counters of its models, before anything else is written.

An id that was given moves the counter on, so that it is not given out again.
]]
local function move_to(model, id)
  if id > tonumber(redis.call('GET', model.next_key) or '0') then redis.call('SET', model.next_key, lib.layout.id.text(id)) end
end

local function take(model, wanted)
  local last = redis.call('INCRBY', model.next_key, wanted)
  local first = last - wanted + 1
  if last > lib.write.numbers.SAFE then lib.write.change_set.refuse('NO_MORE_IDS', 0, model.next_key)
  -- someone changed the counter by hand: an id that is taken must not be given out
  elseif redis.call('EXISTS', model.row_prefix .. lib.layout.id.text(first)) == 1 then lib.write.change_set.refuse('COUNTER_BEHIND', 0, model.next_key) end
  model.last = first - 1
end

function module.reserve(changes)
  for _, change in ipairs(changes) do
    local model = change.model
    if change.id == '' then model.wanted = (model.wanted or 0) + 1
    elseif model.counts and change.after and not change.before then model.highest = math.max(model.highest or 0, tonumber(change.id)) end
  end
end

function module.take(model)
  if model.highest then move_to(model, model.highest) end
  if model.wanted then take(model, model.wanted) end
end
