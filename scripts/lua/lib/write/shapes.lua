--[[
shapes: what writing certain fields of a model takes, worked out once for all calls that write the same fields.

A shape is JSON: lists of positions in the descriptor's fields, from 1. `[set]` is a whole row, `[set, unset, seen, absent]` a change
of some fields, where `seen` must hold what the writer saw and `absent` nothing, what is in both one of the two; the empty text names no
field. What else a kind of change needs stands behind them as `more`, or false, and `lacking` behind that: the fields of `set` that are
set where nothing is stored, and else stay as they are. The values of `set` follow in ARGV, those of `seen` behind them.
]]
local union, without, members = lib.write.positions.union, lib.write.positions.without, lib.write.positions.members
local shapes = setmetatable({}, { __mode = 'k' })

local function concerns(index, changed)
  for _, at in ipairs(index.at) do if changed[at] then return true end end
  return index.kind == 'expiry'
end

local function names_of(model, positions)
  local names = {}
  for i, at in ipairs(positions) do names[i] = model.fields[at] end
  return names
end

-- indexes concerned; either: what may be absent, or as it was seen; read: what must be known of the stored row; kept: what stays of that; pairs:
-- HSET's names, with room for the values
local function make(model, lists)
  local set, unset, seen, absent = lists[1] or {}, lists[2], lists[3] or {}, lists[4] or {}
  local shape = { set = set, unset = unset or {}, seen = seen, absent = without(absent, { seen }), either = members(absent), lacking = members(lists[6] or {}),
    indexes = model.indexes, read = model.indexed, pairs = {} }
  shape.width, shape.full = #set + #seen, #set == #model.fields and set[#set] == #set
  if unset then
    local _, changed = union({ set, unset })
    local needed = { set, unset, seen, absent, model.version_at and { model.version_at } }
    shape.indexes = {}
    for _, index in ipairs(model.indexes) do
      if concerns(index, changed) then shape.indexes[#shape.indexes + 1], needed[#needed + 1] = index, index.at end
    end
    shape.read = union(needed)
  end
  -- the one field that such a change sets, and saw, and needs
  shape.only = #set == 1 and #shape.read == 1 and #seen == 1 and seen[1] == set[1] and #absent == 0 and #shape.unset == 0 and set[1]
  shape.kept = without(shape.read, { set, shape.unset })
  if lists[5] then shape.more, shape.read = lists[5], model.every end
  shape.unset_names, shape.read_names = names_of(model, shape.unset), names_of(model, shape.read)
  for i, at in ipairs(set) do shape.pairs[2 * i - 1], shape.pairs[2 * i] = model.fields[at], '' end
  -- a hash without fields is not a hash
  if model.marker then shape.pairs[2 * #set + 1], shape.pairs[2 * #set + 2] = model.marker, '' end
  return shape
end

function module.of(model, text)
  local known = shapes[model] or { total = 0, of = {} }
  if known.of[text] then return known.of[text] end
  -- a bound, as the sets of fields are many
  if known.total >= 1000 then known = { total = 0, of = {} } end
  local shape = make(model, text == '' and {} or cjson.decode(text))
  known.of[text], known.total, shapes[model] = shape, known.total + 1, known
  return shape
end
