--[[
best_first: ids by how well they fit the searches of a plan, ties by id: the order of a search for which none is asked.

Scores alone are sorted, which the server does without a call of Lua for each pair; ids are found by their score.
]]
local collect = lib.query.collect

-- not for a page behind another one, nor for one that is read backwards
function module.is_asked(state)
  local first, second = state.request.order[1], state.request.order[2]
  return not state.after and first.op == 'score' and first.reverse and second ~= nil and second.op == 'id' and not second.reverse
end

local function enter(ids, score, id)
  local known = ids[score]
  if not known then ids[score] = id
  elseif type(known) == 'table' then known[#known + 1] = id
  else ids[score] = { known, id } end
end

local function by_id(state, tie)
  local less, integer = lib.layout.id.less, state.models[1].integer
  table.sort(tie, function(a, b) return less(integer, a, b) end)
end

-- at most so many of the best, as { id, keys }
local function best(state, scores, ids, most)
  table.sort(scores)
  local found, total, at = {}, 0, #scores
  while at > 0 and total < most do
    local score = scores[at]
    local tie = ids[score]
    if type(tie) == 'table' then by_id(state, tie) else tie = { tie } end
    for i = 1, math.min(#tie, most - total) do
      total = total + 1
      found[total] = { tie[i], { score, false } }
    end
    at = at - #tie
  end
  return found
end

-- as collect_sorted does, no more than `last` of them
function module.run(state, strategy, last)
  local scores, ids, total, row, score_of = {}, {}, 0, lib.query.rows.price(state.request), lib.query.ranking.score
  local at = collect.run(state, strategy, collect.LARGEST, state.needed and 3 or row + 3, function(list)
    for i = 1, #list do
      local score = score_of(state, list[i])
      total = total + 1
      scores[total] = score
      enter(ids, score, list[i])
    end
    state.found = total
    -- no more of them become rows than the page has
    state.spent = state.spent + 2 * #list + (state.needed and 0 or #list * row)
    return false
  end)
  state.spent = state.spent + (state.needed and math.min(total, last) * row or 0)
  return best(state, scores, ids, last), at, total
end
