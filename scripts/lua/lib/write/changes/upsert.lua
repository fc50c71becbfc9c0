--[[
upsert: the entity that holds a unique value gets the fields that were given; where nobody holds it, all of them make a new one.

Behind the lists of its shape stand the positions that were given, the number of the unique index among those of the model (0: the
id decides), and whether the id was given. Tells the id, then what each field holds now.
]]
local rows = lib.write.rows

local function holder_of(change, index, row)
  if not index then return change.id end
  local value = lib.write.indexes.unique.entry(index, row)
  return lib.layout.buckets.holder(index.key, value, lib.layout.counts.get(change.state, index.buckets) or 1)
end

local function merge(change, before, row)
  local model, after = change.state.model, {}
  local list, names = model.marker and { model.marker, '' } or {}, model.fields
  for at, value in pairs(before) do after[at] = value end
  for _, at in ipairs(change.shape.more[1]) do
    after[at] = row[at]
    list[#list + 1], list[#list + 2] = names[at], row[at]
  end
  change.before, change.after, change.pairs = before, after, list
end

-- the id is known when all of the call was read
local function tell(change)
  local told = { change.id }
  for at = 1, #change.state.model.fields do told[at + 1] = change.after[at] or false end
  return told
end

local function point_to(change, id) change.id, change.key = id, id ~= '' and change.state.model.row .. id end

function module.read(change, set)
  local _, number, is_given = unpack(change.shape.more)
  local row, index, id = rows.given(change), change.state.model.indexes[number], change.id
  local holder = holder_of(change, index, row)
  -- one whose time has come is nobody: the new one takes its place
  if holder and change.state.model.expiry and lib.write.expiry.lapse(set, change.state, holder) then holder = nil end
  if holder then point_to(change, holder) end
  local before = holder and rows.stored(change)
  if not before then
    point_to(change, id)
    lib.write.changes.insert.read(change, set)
  elseif is_given and id ~= holder then set:refuse('UNIQUE', change.position, index.name, holder, change.state.model.model)
  else merge(change, before, row) end
  change.tell = tell
end
