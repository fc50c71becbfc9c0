--[[
range: ids scored by a number; min and max as ZCOUNT takes them.
]]
module.PRICE = 2
local lists, scored = lib.query.lists, lib.query.access.scored

function module.size(_, node)
  if not node.min and not node.max then return redis.call('ZCARD', node.key) end
  return redis.call('ZCOUNT', node.key, node.min or '-inf', node.max or '+inf')
end

-- the range of one value
function module.equal(node, value) return { op = 'range', key = node.key, field = node.field, form = node.form, model = node.model, min = value, max = value } end

function module.scan(state, node, at, count)
  local list, following
  if at then list, following = lib.query.access.score_page.from(node, at, count)
  else list, following = lib.query.access.score_page.first(node, count) end
  state.spent = state.spent + 1 + 1.3 * #list
  return list, following
end

-- the position of an id of that score, or (without one) where the ids of the score begin
function module.position(node, score, id)
  local member = id and lib.layout.id.member(node.model.integer, id) or (node.reverse and '\255' or '')
  return { score = string.format('%.17g', score), member = member }
end

-- the position behind so many of its ids
function module.skip(node, count)
  local low, high = scored.ends(node)
  return { rank = node.reverse and high - count or low + count }
end

-- the position so many of its ids further
function module.further(node, at, count)
  local step = node.reverse and -1 or 1
  return { rank = scored.next_rank(node, at, step) + step * count }
end

function module.keep(state, node, list)
  local min, max, above, below = lib.query.access.bounds.of_numbers(node)
  local scores, result, total, is_stored = lists.scores(state, node, list), {}, 0, not node.key
  state.spent = state.spent + 0.4 * #list
  for i = 1, #list do
    local score = scores[i]
    -- as lists.numbers does, which would go through them once more
    score = score and (is_stored and tonumber(score) or not is_stored and score + 0)
    if score and score >= min and score <= max and score ~= above and score ~= below then
      total = total + 1
      result[total] = list[i]
    end
  end
  return result
end

-- what `in` compares: the scores of ids, and a value as a score
module.values = lists.numbers
module.form = tonumber
