--[[
verbs: what a change of a many-to-many relation can say, of the entity `change.id` at a side and the `ids` there; each gives what
the caller is told.
]]
local orders, sides, joining = lib.write.links.orders, lib.write.links.sides, lib.write.links.joining
local are_there, link, unlink = joining.are_there, joining.link, joining.unlink

-- how many are new
function module.add(set, side, change)
  local new = 0
  if change.words and change.words[1] == 'xx' then return joining.rescore(set, side, change) end
  if not are_there(set, side, change) then return new end
  for i, other in ipairs(change.ids) do
    local is_new = link(set, side, change, other)
    new = new + is_new
    if is_new == 1 or not side.unique then orders.append(set, side, change.id, other, change.numbers[i], change.words) end
  end
  return new
end

function module.insert(set, side, change)
  if not are_there(set, side, change) then return 0 end
  orders.insert(set, side, change.id, change.ids[1], change.numbers[1])
  return link(set, side, change, change.ids[1])
end

-- the score is told when it is written
function module.increment(set, side, change)
  if not are_there(set, side, change) then return false end
  link(set, side, change, change.ids[1])
  orders.increment(set, side, change, change.ids[1], change.numbers[1])
  return false
end

-- how many there were
function module.delete(set, side, change)
  local gone = 0
  for _, other in ipairs(change.ids) do
    if unlink(set, side, change, other) == 1 then
      orders.remove(set, side, change.id, other)
      gone = gone + 1
    end
  end
  return gone
end

function module.remove_at(set, side, change)
  local other, was_only = orders.remove_at(set, side, change.id, change.numbers[1])
  if was_only then unlink(set, side, change, other) end
  return other
end

-- as many as the number says, at most
function module.clear(set, side, change)
  change.ids = lib.write.leading.of_list(side.far, sides.list(side.out, change.id), change.numbers[1], true)
  return module.delete(set, side, change)
end
