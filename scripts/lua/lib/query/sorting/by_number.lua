--[[
by_number: as by_keys, where one number decides: the numbers alone are sorted (see lib/query/numbers.lua). Those of a reversed order
are negated, so that the least stands first in either.
]]
local collect, numbers, lists = lib.query.execution.collect, lib.query.numbers, lib.query.lists
-- fewer are sorted once, at the end
local LEAST = 64

-- not where rows without a value come first, nor behind a row or a walk that has seen some
function module.is_asked(state, strategy)
  local order = state.request.order
  return #order == 1 and order[1].op == 'range' and not order[1].first and not (strategy.ties or state.after or state.ahead)
end

-- a set of numbers, and what has none; sign * number is kept unless it is beyond `worst`
local function add(found, list, values, sign, worst)
  local set, missing = found.set, found.missing
  local sorted, ids, size = set.numbers, set.ids, #set.numbers
  for i = 1, #list do
    local number = values[i] and sign * values[i]
    if not number then missing[#missing + 1] = list[i]
    elseif number <= worst then
      size = size + 1
      sorted[size] = number
      if ids[number] then numbers.tie(set, number, list[i]) else ids[number] = list[i] end
    end
  end
  return size
end

function module.run(state, strategy)
  local order, needed, row, worst = state.request.order[1], state.needed or math.huge, lib.query.rows.price(state.request), math.huge
  local sign = order.reverse and -1 or 1
  local found = { set = numbers.new(order.reverse), missing = {}, sign = sign }
  local at = collect.run(state, strategy, collect.LARGEST, state.needed and 9 or row + 9, function(list)
    local size = add(found, list, lists.numbers(state, order, list), sign, worst)
    if size >= math.max(LEAST, 2 * needed) then worst, size = numbers.prune(found.set, needed) end
    -- no more of them become rows than the page has
    local rows = math.min(needed, size + #found.missing)
    state.found, state.spent = rows, state.spent + (rows - state.found) * row
    return false
  end)
  return found, at, state.found
end

-- as lib/query/answer/parts.lua cuts a page
function module.cut(state, found, first, last, keyed)
  local list, keys, at, order, integer = {}, keyed and {}, 0, state.request.order[1], state.models[1].integer
  local function take(id, number)
    at = at + 1
    if at < first then return end
    list[#list + 1] = id
    if keys then keys[#list] = { number and lib.query.sorting.keys.text(order, found.sign * number) } end
  end
  numbers.each(found.set, state.models[1], false, last, take)
  lib.layout.id.sort(integer, found.missing, order.reverse)
  for i = 1, math.min(#found.missing, last - at) do take(found.missing[i], false) end
  return list, keys
end
