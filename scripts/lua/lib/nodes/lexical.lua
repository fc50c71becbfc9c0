--[[
lexical: text, NUL, id in byte order; min and max as ZLEXCOUNT takes them.
]]
-- @lazy lib/bytes
-- @lazy lib/ranked
module.size, module.scan = lib.ranked.size, lib.ranked.scan

local function above(member, bound)
  if bound == nil then return true end
  local limit = string.sub(bound, 2)
  return lib.bytes.less(limit, member) or (member == limit and string.sub(bound, 1, 1) == '[')
end

local function below(member, bound)
  if bound == nil then return true end
  local limit = string.sub(bound, 2)
  return lib.bytes.less(member, limit) or (member == limit and string.sub(bound, 1, 1) == '[')
end

function module.keep(node, list)
  return select_ids(list, function(id)
    local value = redis.call('HGET', entity_key(id), node.field)
    if not value then return false end
    local member = lib.bytes.member(call.model.integer, value, id)
    return above(member, node.min) and below(member, node.max)
  end)
end
