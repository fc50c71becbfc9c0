--[[
state: what one call changes of one model, collected before anything is written and then written key by key.

The model is only read. The state has, as far as there is any of it, flat lists: come, gone (name of a list of ids, change), sorted (key,
score, beginning of the member, change), unsorted (key, beginning, change), held (unique index, value, change, bucket), freed (index,
value), deleted (keys), owned (keys of containers), texts (change, words of its index, field, text), compared (words, change, forward list before, text), timed, untimed (key, time, change), wanted (changes
without an id); the highest id given; entries of many entities, by key (lib/write/batch/entries.lua); known and changed sizes, and sums; alone where nothing has to be grouped.
]]
local holders, lists, sorted, counts, keys = lib.write.holders, lib.write.lists, lib.write.sorted, lib.layout.counts, lib.write.batch.keys

function module.new(model)
  return {
    model = model, come = false, gone = false, sorted = false, unsorted = false, held = false, freed = false, deleted = false, owned = false,
    texts = false, compared = false, words = false, timed = false, untimed = false, wanted = false, highest = false, known = false, changed = false, sums = false, alone = false,
    greatest = false, learned = false, named = false, referrers = false, numbered = false, entries = false,
  }
end

function module.check(state, set)
  if state.words then lib.text.writing.changes.resolve(state) end
  counts.read(state, lib.write.sizes.names(state))
  if lib.write.rereading.is_needed(state, set) then return end
  if state.held then holders.check(state, set) end
  if (state.wanted or state.highest) and not state.numbered then lib.write.numbering.take(state, set) end
  lists.check(state)
  if state.words then lib.text.writing.lists.check(state) end
  sorted.check(state)
  if state.entries then keys.check(state.entries) end
end

function module.check_all(set)
  for _, state in ipairs(set.states) do
    state.alone = #set.list == 1 and not set.pairs
    module.check(state, set)
  end
end

-- what goes is removed before anything comes: a value may pass from one entity to another
function module.remove(state)
  local deleted = state.deleted
  for i = 1, deleted and #deleted or 0, 4000 do redis.call('DEL', unpack(deleted, i, math.min(i + 3999, #deleted))) end
  if state.owned then lib.write.containers.owned.remove(state) end
  if state.untimed then lib.write.timed.remove(state) end
  if state.unsorted then sorted.remove(state) end
  if state.gone then lists.remove(state) end
  if state.entries then keys.remove(state.entries) end
  if state.words then lib.text.writing.lists.remove(state) end
  if state.freed then holders.remove(state) end
end

function module.add(state)
  if state.learned then lib.schema.server.store(state) end
  if state.timed then lib.write.timed.add(state) end
  if state.sorted then sorted.add(state) end
  if state.words then lib.text.writing.dictionary.write(state) end
  if state.come then lists.add(state) end
  if state.entries then keys.add(state.entries) end
  if state.held then holders.add(state) end
  if state.changed then counts.write(state) end
end
