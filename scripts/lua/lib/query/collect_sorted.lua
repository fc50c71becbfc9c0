--[[
collect_sorted: ids with what they are sorted by, as { id, keys } (see lib/query/sorting.lua), in order where the caller takes them so, and
how many there are.
]]
-- steps that it takes to compare two rows, by the natural logarithm of how many there are
local COMPARED = 1
-- and to write one with its keys
local WRITTEN = 2
-- rows of a page that take too little to look ahead
local FEW = 64

-- a walk stops when the page is full and the ties of its last row are complete
local function is_full(state, found, tie, first)
  return state.needed and #found >= state.needed and first ~= tie
end

function module.run(state, strategy)
  local found, row, order = {}, lib.query.rows.price(state.request), state.request.order
  local best = not strategy.ties and state.needed and lib.query.best.open(state)
  local wanted = strategy.ties and state.needed and math.max(16, state.needed) or lib.query.collect.LARGEST
  local first = 1
  -- of a page that is full the rows are read at its end
  local function read()
    if state.needed and (state.needed < FEW or #found >= state.needed) then return end
    local ids = {}
    for i = first, #found do ids[#ids + 1] = found[i][1] end
    first = #found + 1
    lib.query.rows.ahead(state, ids, 1)
  end
  local at = lib.query.collect.run(state, strategy, wanted, state.needed and 9 or row + 9, function(list)
    local keys, before = lib.query.sort_keys.of(state, list), #found
    if state.after then list, keys = lib.query.cursor.beyond(state, list, keys) end
    for i = 1, #list do
      local first = strategy.ties and lib.query.sort_keys.text(order[1], keys[i][1])
      if strategy.ties and is_full(state, found, state.tie, first) then return true end
      local each = { list[i], keys[i] }
      if (not state.ahead or state.ahead(each)) and (not best or best.takes(each)) then found[#found + 1] = each end
      state.tie = first
    end
    if best then best.prune(found) end
    state.found = #found
    -- all are compared as they are sorted, one with those of each half of the others
    local compared = #found > 1 and COMPARED * (#found - before) * math.log(#found) or 0
    state.spent, state.owed = state.spent + compared, state.owed + compared + WRITTEN * (#found - before)
    -- no more of them become rows than the page has
    state.spent = state.spent + (math.min(#found, state.needed or #found) - math.min(before, state.needed or before)) * row
    return false
  end)
  -- who asks for all rows sorts them once, behind the last slice
  local whole = not at and not state.from.at and not state.request.part
  if best then best.sort(found)
  elseif whole or state.request.limit then table.sort(found, lib.query.sorting.comparator(state)) end
  return found, at, #found
end
