--[[
made: changes that the script itself makes.
]]
local shapes = lib.write.shapes

-- one that there is because of another change, all members at once
function module.change(state, id, root)
  return {
    state = state, id = id, key = state.model.row .. id, position = root.position, made = true, lapsed = root.lapsed, needed = root.needed,
    parent = root, shape = false, before = false, after = false, member = false, owned = false, lives_until = false, encoded = false,
    waits = false, blind = false, pairs = false, timed = false, tell = false, told = false,
  }
end

-- `written`: the values by the position of their field, false for none
function module.update(change, model, written)
  local set, unset, list = {}, {}, model.marker and { model.marker, '' } or {}
  for at = 1, #model.fields do
    if written[at] then
      set[#set + 1] = at
      list[#list + 1], list[#list + 2] = model.fields[at], written[at]
    elseif written[at] == false then unset[#unset + 1] = at end
  end
  change.shape, change.pairs = shapes.of(model, cjson.encode({ set, unset })), list
  local before = lib.write.rows.stored(change)
  if not before then return end
  local after = {}
  for at, value in pairs(before) do after[at] = value end
  for _, at in ipairs(set) do after[at] = written[at] end
  for _, at in ipairs(unset) do after[at] = nil end
  change.before, change.after = before, after
end
