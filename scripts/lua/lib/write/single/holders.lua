--[[
holders: which unique values one entity takes and gives back (see lib/layout/buckets.lua); lib/write/single/claims.lua does it.
]]
local buckets = lib.layout.buckets

function module.note(part, names)
  local size = #names
  for i = 1, #part do
    names[size + 1], names[size + 2], size = part[i].index.size, part[i].index.buckets, size + 2
  end
end

local function bucket_of(index, value, total) return buckets.key(index.key, buckets.address(value, total)) end

-- nothing where the buckets have to go
local function find(index, from, to, size, total)
  if not to and size <= 1 then return nil end
  local into = to and bucket_of(index, to, total)
  return { from = from, to = to, out = from and bucket_of(index, from, total), into = into, index = index, size = size, total = total }
end

-- which values go and come, and their buckets; nothing where one of them has to be left to the general way. The sizes begin at `at`
function module.find(part, change, sizes, at)
  local moves, before, after = { nil, nil }, change.before, change.after
  for i = 1, #part do
    local index, entry = part[i].index, part[i].entry
    local from, to = before and entry(index, before) or nil, after and entry(index, after) or nil
    if from ~= to then
      local move = find(index, from, to, (sizes[at] or 0) + 0, (sizes[at + 1] or 1) + 0)
      if not move then return nil end
      moves[#moves + 1] = move
    end
    at = at + 2
  end
  return moves
end
