--[[
buckets: where unique values are kept, compact at any size.

HASHes of value to id of about 24 each, found by linear hashing (Litwin 1980): one bucket is split for every 24 values that
come, so that no write is slow. A value is looked for from the beginning of its bucket: larger ones take longer, smaller ones more room. The model's `#counts` has the number of values (`uq:<name>`) and of buckets (`uq/<name>`).
]]
module.LOAD = 24

function module.digest(value) return tonumber(string.sub(redis.sha1hex(value), 1, 8), 16) end

local known, level = 1, 1

-- the largest power of two that is at most the number of buckets, of which one call asks again and again
function module.level(buckets)
  if buckets ~= known then
    local _, exponent = math.frexp(buckets)
    known, level = buckets, math.ldexp(1, exponent - 1)
  end
  return level
end

function module.address(value, buckets)
  if buckets == 1 then return 0 end
  local power = module.level(buckets)
  local at = module.digest(value) % (power * 2)
  if at >= buckets then at = at - power end
  return at
end

-- making a text of a number takes longer than most else
local endings = {}
for at = 0, 1000 do endings[at] = '/' .. at end

-- `index` is the key that all buckets of an index begin with
function module.key(index, at) return index .. (endings[at] or '/' .. at) end

function module.holder(index, value, buckets)
  return redis.call('HGET', module.key(index, module.address(value, buckets)), value)
end

-- how many buckets indexes had when they were asked last. It is a guess: who is found that way is the holder, as a value stands in
-- one bucket only; who is not found is looked for again
local guesses, total = {}, 0

local function note(index, buckets)
  if total >= 1000 then guesses, total = {}, 0 end
  if not guesses[index] then total = total + 1 end
  guesses[index] = buckets
end

-- the holder of a value, or false; `name` is that of the number of buckets among the counts
function module.find(index, value, counts, name)
  local guess = guesses[index]
  local id = guess and module.holder(index, value, guess)
  if id then return id end
  local buckets = tonumber(redis.call('HGET', counts, name) or 1)
  if buckets == guess then return false end
  note(index, buckets)
  return module.holder(index, value, buckets)
end
