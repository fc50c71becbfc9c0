--[[
top: of rows { id, keys } as they come, those that a page needs: the ones that stand first in its order.

Twice as many are kept before the rest is dropped, so that most rows cost one comparison with the last that is needed.
]]
local LEAST = 32

function module.open(state)
  local before, needed, worst = lib.query.sorting.comparator.of(state), state.needed, nil
  local top = {}

  function top.takes(row) return not worst or before(row, worst) end

  function top.prune(found)
    if #found < math.max(LEAST, 2 * needed) then return end
    top.sort(found)
    for i = #found, needed + 1, -1 do found[i] = nil end
    worst = found[needed]
  end

  -- of rows that none has joined since they are in order
  function top.sort(found)
    if #found ~= needed or found[needed] ~= worst then table.sort(found, before) end
  end

  return top
end
