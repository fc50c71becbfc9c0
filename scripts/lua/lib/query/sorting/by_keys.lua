--[[
by_keys: ids with what they are sorted by, as { id, keys } (see lib/query/sorting/comparator.lua), in order where the caller takes them so, and
how many there are.
]]
-- steps that it takes to compare two rows, by the natural logarithm of how many there are
local COMPARED = 1
-- and to write one with its keys
local WRITTEN = 2
-- rows of a page that take too little to look ahead
local FEW = 64

-- notes those of some ids that may be in the page; true where it is full, with the ties of its last row
local function take(state, strategy, found, top, list, keys)
  local tie = state.request.order[1]
  for i = 1, #list do
    local first = strategy.ties and lib.query.sorting.keys.text(tie, keys[i][1])
    if strategy.ties and state.needed and #found >= state.needed and first ~= state.tie then return true end
    local each = { list[i], keys[i] }
    if (not state.ahead or state.ahead(each)) and (not top or top.takes(each)) then found[#found + 1] = each end
    state.tie = first
  end
  if top then top.prune(found) end
  return false
end

-- all are compared as they are sorted, one with those of each half of the others; no more of them become rows than the page has
local function charge(state, before, row)
  local now, most = state.found, state.needed or math.huge
  local compared = now > 1 and COMPARED * (now - before) * math.log(now) or 0
  state.spent = state.spent + compared + (math.min(now, most) - math.min(before, most)) * row
  state.owed = state.owed + compared + WRITTEN * (now - before)
end

function module.run(state, strategy)
  local found, row = {}, lib.query.rows.price(state.request)
  local top = not strategy.ties and state.needed and lib.query.sorting.top.open(state)
  local wanted = strategy.ties and state.needed and math.max(16, state.needed) or lib.query.execution.collect.LARGEST
  local first = 1
  -- of a page that is full the rows are read at its end
  local function read()
    if state.needed and (state.needed < FEW or #found >= state.needed) then return end
    local ids = {}
    for i = first, #found do ids[#ids + 1] = found[i][1] end
    first = #found + 1
    lib.query.rows.ahead(state, ids, 1)
  end
  local at = lib.query.execution.collect.run(state, strategy, wanted, state.needed and 9 or row + 9, function(list)
    local keys, before = lib.query.sorting.keys.of(state, list), #found
    if state.after then list, keys = lib.query.sorting.cursor.beyond(state, list, keys) end
    if take(state, strategy, found, top, list, keys) then return true end
    state.found = #found
    charge(state, before, row)
    return false
  end)
  -- who asks for all rows sorts them once, behind the last slice
  local whole = not at and not state.from.at and not state.request.part
  if top then top.sort(found)
  elseif whole or state.request.limit then table.sort(found, lib.query.sorting.comparator.of(state)) end
  return found, at, #found
end
