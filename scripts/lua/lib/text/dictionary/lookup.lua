--[[
lookup: reads a dictionary (see lib/text/dictionary/store.lua); `base` is what its keys begin with.
]]
function module.leaf_of(base, term)
  return redis.call('ZREVRANGEBYLEX', base, '[' .. term, '-', 'LIMIT', '0', '1')[1] or ''
end

-- the leaf of a term, and those behind it
function module.leaves_from(base, term, count)
  local firsts = redis.call('ZRANGEBYLEX', base, '(' .. term, '+', 'LIMIT', 0, count - 1)
  table.insert(firsts, 1, module.leaf_of(base, term))
  return firsts
end

function module.key_of(base, first) return base .. '/' .. first end

function module.get(base, term) return redis.call('HGET', module.key_of(base, module.leaf_of(base, term)), term) end

-- where terms were found, by dictionary: a hint that lasts from call to call, as leaves are divided
local MOST = 20000
local met, total = {}, 0

local function note(base, term, leaf)
  if total >= MOST then met, total = {}, 0 end
  local hints = met[base] or {}
  met[base] = hints
  if not hints[term] then total = total + 1 end
  hints[term] = leaf
end

-- those of one leaf in one command
local function read(base, terms, leaves)
  local by_leaf, values = {}, {}
  for i = 1, #terms do lib.write.groups.append(by_leaf, leaves[i], i, terms[i]) end
  for first, group in pairs(by_leaf) do
    for from = 1, #group, 2000 do
      local names = {}
      for i = from + 1, math.min(from + 1999, #group), 2 do names[#names + 1] = group[i] end
      local found = redis.call('HMGET', module.key_of(base, first), unpack(names))
      for i = 1, #found do values[group[from + 2 * i - 2]] = found[i] end
    end
  end
  return values
end

-- what terms lead to, in their order, false where there is nothing, and their leaves
function module.get_all(base, terms)
  local hints, leaves = met[base] or {}, {}
  for i = 1, #terms do leaves[i] = hints[terms[i]] or module.leaf_of(base, terms[i]) end
  local values = read(base, terms, leaves)
  for i = 1, #terms do
    local term = terms[i]
    if not values[i] and hints[term] then
      leaves[i] = module.leaf_of(base, term)
      values[i] = redis.call('HGET', module.key_of(base, leaves[i]), term)
    end
    if hints[term] ~= leaves[i] then note(base, term, leaves[i]) end
  end
  return values, leaves
end
