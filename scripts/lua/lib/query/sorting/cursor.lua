--[[
cursor: the answer begins behind a row { id, keys } that an earlier page gave; the row may have gone by now.
]]
function module.open(state)
  local keys, orders = {}, state.request.order
  for i, order in ipairs(orders) do
    local key = state.request.after.keys[i]
    keys[i] = key and lib.query.orders[order.op].parse(key)
  end
  state.after = { state.request.after.id, keys }
end

-- an order whose index knows no positions is sorted instead
function module.can_walk(state, order) return not state.after or order.op == 'id' or lib.query.nodes[order.op].position ~= nil end

-- where a walk begins: at the row itself, or, where ties are sorted, at the first of its tie
function module.start(state, phases, ties)
  local key, id = state.after[2][1], not ties and state.after[1] or nil
  for i, phase in ipairs(phases) do
    local is_missing = phase.missing or phase.op == 'posting'
    if is_missing == not key then return { phase = i, at = lib.query.nodes[phase.op].position(phase, key, id) } end
  end
end

-- where a walk goes on behind all that have a value: where it would begin among these in the other direction
function module.behind(state, phases)
  local order = state.request.order[1]
  for i, phase in ipairs(phases) do
    local turned = { reverse = not phase.reverse, model = phase.model }
    if phase.op == order.op then
      return { phase = i, at = lib.query.nodes[phase.op].position(turned, lib.query.orders[order.op].parse(state.from.behind)) }
    end
  end
end

-- the ids behind the row, and their keys
function module.beyond(state, list, keys)
  state.before = state.before or lib.query.sorting.comparator.of(state)
  local ids, rest, before = {}, {}, state.before
  for i = 1, #list do
    if before(state.after, { list[i], keys[i] }) then ids[#ids + 1], rest[#rest + 1] = list[i], keys[i] end
  end
  return ids, rest
end
