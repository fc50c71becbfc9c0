--[[
lexical: text, NUL, id in byte order; min and max as ZLEXCOUNT takes them. A position is the member seen last.
]]
module.PRICE = 6
local lists = lib.query.lists

function module.size(_, node) return lib.query.access.byte_order.size(node) end

-- the range of one value
function module.equal(node, value)
  local min = lib.layout.lexical.beginning(value)
  local max = '(' .. string.sub(min, 1, -2) .. '\1'
  return { op = 'lexical', key = node.key, field = node.field, form = node.form, model = node.model, min = '[' .. min, max = max }
end

function module.scan(state, node, at, count)
  local members, following = lib.query.access.byte_order.scan(state, node, at, count)
  local list, of = {}, lib.layout.id.of
  for i = 1, #members do
    local member = members[i]
    list[i] = of(node.model.integer, string.sub(member, string.find(member, '\0', 1, true) + 1))
  end
  return list, following
end

-- the position of an id of that text, or (without one) where the ids of the text begin
function module.position(node, value, id)
  if id then return { member = lib.layout.lexical.member(node.model.integer, value, id) } end
  local beginning = lib.layout.lexical.beginning(value)
  return { member = node.reverse and string.sub(beginning, 1, -2) .. '\1' or beginning }
end

function module.skip(node, count) return lib.query.access.byte_order.skip(node, count) end

function module.further(node, at, count) return lib.query.access.byte_order.further(node, at, count) end

function module.keep(state, node, list)
  local values, fits = lists.values(state, node, list), lib.query.access.bounds.of_members(node)
  for i = 1, #list do state.spent = state.spent + 4 + (values[i] and #values[i] / 250 or 0) end
  return lists.select(list, function(id, i)
    return values[i] and fits(lib.layout.lexical.member(node.model.integer, values[i], id))
  end)
end

-- what `in` compares: the stored texts
module.values = lists.values
function module.form(value) return value end
