--[[
by_index: entities that lead to what fits the input of a node, by the index of their field, one list for each end.

`fits(list, id)` gives those of a list that are taken, where not all of them are. A position has the ends whose lists are still to be read, where in the first of them, and where the input goes on behind them.
]]
local PART = 64

-- the next ends, and where the input goes on behind them
local function ends(state, node, at, count) return lib.query.node.scan(state, node.input, at, math.min(PART, count)) end

local function append(found, list)
  for i = 1, #list do found[#found + 1] = list[i] end
end

function module.scan(state, node, at, count, fits)
  local waiting, inner, outer = at.waiting, at.inner, at.at
  local i, found, stop = 1, {}, state.spent + 500
  repeat
    if not waiting or not waiting[i] then
      waiting, outer = ends(state, node, outer, count)
      i, inner = 1, nil
    else
      local list
      list, inner = lib.query.node.scan(state, lib.query.relations.leading.to(node.via, node.model, waiting[i]), inner, count - #found)
      append(found, fits and fits(list, waiting[i]) or list)
      if not inner then i = i + 1 end
    end
    state.spent = state.spent + 3
    if not waiting[i] and not outer then return found, nil end
  until #found >= count or state.spent >= stop or state.stopped
  return found, { way = 'index', waiting = { unpack(waiting, i) }, inner = inner, at = outer }
end
