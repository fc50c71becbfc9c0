--[[
childless: entities that go with the one that they lead to, and to which nothing leads: all of one field together.

Nobody asks of them more than whether they are there, so that one table stands for each of them in `touched`. Of a row is read what its
entries depend on, which may be nothing.
]]
local shapes, parts, referrers = lib.write.shapes, lib.write.single.parts, lib.write.deletion.referrers
local entries, foreseen, leading = lib.write.batch.entries, lib.write.deletion.foreseen, lib.write.leading
local GONE = { made = true, before = false, after = false, blind = false, lapsed = false }

-- what their deletion means to indexes; nothing where it means more than that
local function part_of(set, change, referrer)
  local state, model = referrer.state, referrer.state.model
  if referrer.reference.onDelete ~= 'cascade' or set.waits or change.lapsed then return nil end
  if model.owned or model.links or model.expiry or #referrers.states(set, state) > 0 then return nil end
  local part = parts.of(model, shapes.of(model, ''))
  return part and #part.texts == 0 and part or nil
end

-- the ids of which the call says nothing else, with their keys, and the others
local function divide(set, model, ids)
  local touched, going, keys, left, size = set.touched, {}, {}, {}, 0
  for i = 1, #ids do
    local key = model.row .. ids[i]
    if touched[key] then left[#left + 1] = ids[i]
    else size, going[size + 1], keys[size + 1], touched[key] = size + 1, ids[i], key, GONE end
  end
  return going, keys, left
end

-- the list of the field that has these ids, where none of them is left
local function whole_of(change, referrer, left)
  local index = #left == 0 and leading.index_of(referrer.state.model, referrer.reference.at)
  return index and index.kind == 'exact' and lib.write.indexes.exact.list_of(index, change.id)
end

-- the ids that are left for the general way; `is_all`: they are all that lead there
function module.take(set, change, referrer, ids, is_all)
  local state, part = referrer.state, part_of(set, change, referrer)
  if not part then return ids end
  local row, positions, names = foreseen.row(state.model, referrer.reference.at, change.id)
  local going, keys, left = divide(set, state.model, ids)
  if #going == 0 then return left end
  set.made = set.made + #going
  state.entries = state.entries or entries.new(state)
  if #names == 0 then entries.go_alike(state.entries, part, going, keys, row, is_all and whole_of(change, referrer, left))
  else
    for i = 1, #going do
      foreseen.complete(keys[i], row, positions, names)
      entries.go(state.entries, part, going[i], keys[i], row)
    end
  end
  return left
end
