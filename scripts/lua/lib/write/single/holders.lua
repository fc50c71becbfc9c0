--[[
holders: one entity takes unique values and gives others back (see lib/layout/buckets.lua).
]]
local buckets, text, LOAD, take = lib.layout.buckets, lib.layout.id.text, lib.layout.buckets.LOAD, lib.layout.claims.take

function module.note(part, names)
  local size = #names
  for i = 1, #part do
    names[size + 1], names[size + 2], size = part[i].index.size, part[i].index.buckets, size + 2
  end
end

local function bucket_of(index, value, total) return buckets.key(index.key, buckets.address(value, total)) end

-- nothing where a bucket has to come or to go
local function find(index, from, to, size, total)
  if not to and size <= 1 or not from and size >= total * LOAD then return nil end
  local into = to and bucket_of(index, to, total)
  return { from = from, to = to, out = from and bucket_of(index, from, total), into = into, name = index.size, size = size }
end

-- which values go and come, and their buckets; nothing where one of them has to be left to the general way. The sizes begin at `at`
function module.find(part, change, sizes, at)
  local moves, before, after = {}, change.before, change.after
  for i = 1, #part do
    local index, entry = part[i].index, part[i].entry
    local from, to = before and entry(index, before) or nil, after and entry(index, after) or nil
    if from ~= to then
      local move = find(index, from, to, tonumber(sizes[at] or 0), tonumber(sizes[at + 1] or 1))
      if not move then return nil end
      moves[#moves + 1] = move
    end
    at = at + 2
  end
  return moves
end

local function release(moves, count)
  for i = 1, count do if moves[i].to then redis.call('HDEL', moves[i].into, moves[i].to) end end
  return false
end

-- the last check: whether all values that come were free
function module.take(moves, id)
  for i = 1, #moves do
    if moves[i].to and not take(moves[i].into, moves[i].to, id) then return release(moves, i - 1) end
  end
  return true
end

function module.write(moves, changed)
  for i = 1, #moves do
    local move = moves[i]
    local gone = move.from and redis.call('HDEL', move.out, move.from) or 0
    local come = move.to and 1 or 0
    if come ~= gone then changed[#changed + 1], changed[#changed + 2] = move.name, text(move.size + come - gone) end
  end
end
