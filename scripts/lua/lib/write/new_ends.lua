--[[
new_ends: fields that lead to entities which get their ids in this call: the ids are given out before the fields are looked at.
]]
local numbering = lib.write.numbering

local function number(set)
  for _, state in ipairs(set.states) do
    if state.wanted then
      numbering.take(state, set)
      state.numbered = true
      for _, change in ipairs(state.wanted) do set.touched[change.key] = change end
    end
  end
end

-- the values of a change in the order of its shape
local function list_of(change)
  local list, names = {}, change.state.model.fields
  for _, at in ipairs(change.shape.set) do list[#list + 1], list[#list + 2] = names[at], change.after[at] end
  return list
end

function module.resolve(set)
  number(set)
  for _, last in ipairs(set.ends or {}) do
    local change = last.from
    if change.after then
      change.after[last.at] = last.to.id
      change.pairs = list_of(change)
    end
  end
end
