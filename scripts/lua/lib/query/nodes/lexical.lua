--[[
lexical: text, NUL, id in byte order; min and max as ZLEXCOUNT takes them.
]]
module.size, module.scan = lib.query.ranked.size, lib.query.ranked.scan

local function above(member, bound)
  if bound == nil then return true end
  local limit = string.sub(bound, 2)
  return lib.layout.bytes.less(limit, member) or (member == limit and string.sub(bound, 1, 1) == '[')
end

local function below(member, bound)
  if bound == nil then return true end
  local limit = string.sub(bound, 2)
  return lib.layout.bytes.less(member, limit) or (member == limit and string.sub(bound, 1, 1) == '[')
end

function module.keep(node, list)
  return lib.query.node.select(list, function(id)
    local value = redis.call('HGET', lib.query.node.entity_key(id), node.field)
    if not value then return false end
    local member = lib.layout.lexical.member(call.model.integer, lib.layout.index_form.of(node.form, value), id)
    return above(member, node.min) and below(member, node.max)
  end)
end
