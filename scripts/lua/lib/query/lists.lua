--[[
lists: of ids, and what the server says of them.
]]
function module.select(list, test)
  local result, total = {}, 0
  for i = 1, #list do
    if test(list[i], i) then
      total = total + 1
      result[total] = list[i]
    end
  end
  return result
end

-- the ids of a list that are in no other one
function module.without(list, gone)
  if #gone == 0 then return list end
  local set = {}
  for i = 1, #gone do set[gone[i]] = true end
  return module.select(list, function(id) return not set[id] end)
end

-- command(key, members) in parts that fit the stack, the replies in one list
function module.ask(state, command, key, members)
  state.spent = state.spent + 1 + 2 * #members
  if #members == 0 then return {} end
  if #members <= 1000 then return redis.call(command, key, unpack(members)) end
  local replies = {}
  for i = 1, #members, 1000 do
    local part = redis.call(command, key, unpack(members, i, math.min(i + 999, #members)))
    for k = 1, #part do replies[i + k - 1] = part[k] end
  end
  return replies
end

-- the scores of ids in a sorted set, or as they are stored where there is none; false for ids that have none
function module.scores(state, node, list)
  if not node.key then return module.values(state, node, list) end
  return module.ask(state, 'ZMSCORE', node.key, node.model.integer and lib.layout.id.members(list) or list)
end

-- the same as numbers; of a score a sum makes one without the call of a function
function module.numbers(state, node, list)
  local scores, is_stored = module.scores(state, node, list), not node.key
  for i = 1, #list do scores[i] = scores[i] and (is_stored and tonumber(scores[i]) or not is_stored and scores[i] + 0) end
  return scores
end

-- the values of one field as its index has them, false where there is none. `absent` of a node: what rows have that were stored before the field
function module.values(state, node, list)
  local result, prefix, size, absent = {}, node.model.key .. ':', 0, node.absent or false
  for i = 1, #list do
    local value = redis.call('HGET', prefix .. list[i], node.field) or absent
    if value and node.form then value = lib.layout.index_form.of(node.form, value) end
    result[i] = value
    if value then size = size + #value end
  end
  state.spent = state.spent + 3 * #list + size / 1000
  return result
end
