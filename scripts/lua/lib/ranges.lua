--[[
ranges: leaves that are a part of a sorted set, by score or by text.
]]
-- ids scored by a number: min and max as ZCOUNT takes them
kinds.range = { size = ranked.size, scan = ranked.scan }

local function bound_test(bound, inner)
  if bound == nil then return function() return true end end
  local open = string.sub(bound, 1, 1) == '('
  local limit = tonumber(open and string.sub(bound, 2) or bound)
  return function(score) return inner(score, limit) or (not open and score == limit) end
end

function kinds.range.keep(node, list)
  local above = bound_test(node.min, function(score, limit) return score > limit end)
  local below = bound_test(node.max, function(score, limit) return score < limit end)
  local scores = ask('ZMSCORE', node.key, members_of(list))
  return select_ids(list, function(_, i)
    local score = scores[i] and tonumber(scores[i])
    return score and above(score) and below(score)
  end)
end

-- text, NUL, id: min and max as ZLEXCOUNT takes them
kinds.lexical = { size = ranked.size, scan = ranked.scan }

local function lexical_test(bound, inner)
  if bound == nil then return function() return true end end
  local open, limit = string.sub(bound, 1, 1) == '(', string.sub(bound, 2)
  return function(member) return inner(member, limit) or (not open and member == limit) end
end

function kinds.lexical.keep(node, list)
  local above = lexical_test(node.min, function(member, limit) return bytes.less(limit, member) end)
  local below = lexical_test(node.max, function(member, limit) return bytes.less(member, limit) end)
  return select_ids(list, function(id)
    local value = redis.call('HGET', entity_key(id), node.field)
    if not value then return false end
    local member = bytes.escape(value) .. '\0' .. ids.member(model.integer, id)
    return above(member) and below(member)
  end)
end
