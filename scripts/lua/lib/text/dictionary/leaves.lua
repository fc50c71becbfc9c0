--[[
leaves: the leaves of a dictionary (see lib/text/dictionary/store.lua) that have too many terms.
]]
local FILL = 75
-- a set that once had a member as long as this is a skip list to the server: in a small one each look-up would compare with all leaves
local LONG = string.rep(' ', 1024)

local key_of = lib.text.dictionary.lookup.key_of

-- what a leaf holds and what comes to it, and its terms in the order of their bytes
local function merged(key, list)
  local entries, values, terms = redis.call('HGETALL', key), {}, {}
  for _, each in ipairs({ entries, list }) do
    for i = 1, #each, 2 do
      if values[each[i]] == nil then terms[#terms + 1] = each[i] end
      values[each[i]] = each[i + 1]
    end
  end
  lib.layout.bytes.sort(terms)
  return terms, values
end

-- a leaf, with what comes to it, becomes several of one size
function module.spread(base, first, list)
  local terms, values = merged(key_of(base, first), list)
  local size, starts = math.ceil(#terms / math.ceil(#terms / FILL)), { 0, LONG }
  redis.call('DEL', key_of(base, first))
  for from = 1, #terms, size do
    local part, start = {}, from == 1 and first or terms[from]
    for i = from, math.min(from + size - 1, #terms) do part[#part + 1], part[#part + 2] = terms[i], values[terms[i]] end
    redis.call('HSET', key_of(base, start), unpack(part))
    if from > 1 then starts[#starts + 1], starts[#starts + 2] = 0, start end
  end
  redis.call('ZADD', base, unpack(starts))
  redis.call('ZREM', base, LONG)
end
