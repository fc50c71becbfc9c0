--[[
by_score: ids by how well they fit the searches of a plan, ties by id: the order of a search for which none is asked.
]]
local collect, numbers = lib.query.execution.collect, lib.query.numbers

-- not for a page behind another one, nor for one that is read backwards
function module.is_asked(state)
  local first, second = state.request.order[1], state.request.order[2]
  return not state.after and first.op == 'score' and first.reverse and second ~= nil and second.op == 'id' and not second.reverse
end

-- as lib/query/sorting/by_keys.lua does, no more than `last` of them
function module.run(state, strategy, last)
  local set, total, row, score_of = numbers.new(), 0, lib.query.rows.price(state.request), lib.query.sorting.ranking.score
  local at = collect.run(state, strategy, collect.LARGEST, state.needed and 3 or row + 3, function(list)
    for i = 1, #list do numbers.add(set, score_of(state, list[i]), list[i]) end
    total = total + #list
    state.found = total
    state.spent = state.spent + 2 * #list + (state.needed and 0 or #list * row)
    return false
  end)
  -- no more of them become rows than the page has
  state.spent = state.spent + (state.needed and math.min(total, last) * row or 0)
  local found = {}
  numbers.each(set, state.models[1], true, last, function(id, score) found[#found + 1] = { id, { score, false } } end)
  return found, at, total
end
