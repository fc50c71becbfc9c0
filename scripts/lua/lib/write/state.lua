--[[
state: what one call changes of one model, collected before anything is written and then written key by key.

come, gone: changes by the name of the list of ids that their entities come to or go from; sorted, unsorted: triples of score,
beginning of the member, change by key; held, freed: pairs of value and change by unique index; deleted: keys; wanted: changes
that need an id; highest: the highest id that was given. The model is only read: nothing of a call stays on it.
]]
local holders, lists, sorted, counts = lib.write.holders, lib.write.lists, lib.write.sorted, lib.layout.counts

function module.new(model)
  return { model = model, come = {}, gone = {}, sorted = {}, unsorted = {}, held = {}, freed = {}, deleted = {}, wanted = {} }
end

-- the sizes that the whole call needs
local function size_names(state)
  local names = {}
  if #state.wanted > 0 or state.highest then names[1] = 'next' end
  if state.model.integer and (state.come.ids or state.gone.ids) then names[#names + 1] = 'last' end
  holders.names(state, names)
  lists.names(state, names)
  return names
end

function module.check(state, set)
  counts.read(state, size_names(state))
  holders.check(state, set)
  lib.write.numbering.take(state, set)
  lists.check(state)
  sorted.check(state)
end

-- what goes is removed before anything comes: a value may pass from one entity to another
function module.remove(state)
  for _, key in ipairs(state.deleted) do redis.call('DEL', key) end
  sorted.remove(state)
  lists.remove(state)
  holders.remove(state)
end

function module.add(state)
  sorted.add(state)
  lists.add(state)
  holders.add(state)
  counts.write(state)
end
