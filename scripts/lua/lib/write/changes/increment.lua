--[[
increment: amounts that are added here, one after the other, each within its bounds; with other fields that are set, as by `update`.

The shape's `set` begins with the fields of the amounts. Its `seen` is empty, or names each of these three times: for the least and for the
greatest sum (see lib/write/bounds.lua), and for what a field counts from of which nothing is stored, the empty text being 0. Where other fields are set as well they stand behind both, and `more` has the number of amounts.

ARGV[1..] all  of the script
]]
local update = lib.write.changes.update

local function add(stored, by, kind)
  if kind == 'decimal' then return lib.write.decimals.add(stored, by) end
  return lib.write.numbers.add(stored, by, kind == 'integer')
end

-- the least and the greatest sum, and what nothing counts as
local function limits(change, i)
  local shape = change.shape
  if #shape.seen == 0 then return '', '', '' end
  return unpack(ARGV, change.first + #shape.set + 3 * i - 2, change.first + #shape.set + 3 * i)
end

-- the sums in the order of the amounts, which `after` has then as well; nothing where one is refused
local function sums_of(change, set, after, total)
  local model, sums = change.state.model, {}
  for i = 1, total do
    local at = change.shape.set[i]
    local stored, name, kind = after[at], model.fields[at], model.sums[at]
    local min, max, from = limits(change, i)
    local sum = add(stored or from ~= '' and from or nil, ARGV[change.first + i], kind)
    if not sum then return set:refuse('NOT_A_NUMBER', change.position, name, stored or cjson.null) end
    if lib.write.bounds.passed(sum, min, max, kind) then return set:refuse('OUT_OF_BOUNDS', change.position, name, sum, i - 1) end
    after[at], sums[i] = sum, sum
  end
  return sums
end

function module.read(change, set)
  local before, shape = lib.write.rows.stored(change), change.shape
  if not before then return set:refuse('ENTITY_DELETED', change.position, change.id) end
  local total, after = shape.more and shape.more[1] or #shape.set, {}
  change.before = before
  local raced = shape.more and update.difference(change, before, 3 * total)
  if raced then return set:refuse('DATA_RACE', change.position, change.state.model.fields[raced], before[raced] or cjson.null) end
  for at, value in pairs(before) do after[at] = value end
  if shape.more then update.assign(change, after, total) end
  change.sums, change.after, change.told = sums_of(change, set, after, total), after, 'sums'
end
