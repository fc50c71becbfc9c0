--[[
ack_done: acknowledge messages, and delete those that every group of the stream has acknowledged.

KEYS[1] stream  the stream
ARGV[1] group   the consumer group that is done with them
ARGV[2..] ids   the messages

Returns how many were pending.
]]
local stream, group = KEYS[1], ARGV[1]

local function parts(id)
  return id:match('^(%d+)-(%d+)$')
end

-- digits of any number: the longer is the greater
local function at_most(a, b)
  if #a ~= #b then return #a < #b end
  return a <= b
end

local function not_after(id, last)
  local time, sequence = parts(id)
  local last_time, last_sequence = parts(last)
  if time ~= last_time then return at_most(time, last_time) end
  return at_most(sequence, last_sequence)
end

local function groups()
  local found = {}
  for _, flat in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local facts = {}
    for i = 1, #flat, 2 do facts[flat[i]] = flat[i + 1] end
    found[#found + 1] = facts
  end
  return found
end

local function is_done(id, all)
  for _, facts in ipairs(all) do
    if not not_after(id, facts['last-delivered-id']) then return false end
    if redis.call('XPENDING', stream, facts.name, id, id, 1)[1] then return false end
  end
  return true
end

if redis.call('EXISTS', stream) == 0 then return 0 end
local acknowledged = 0
for i = 2, #ARGV do acknowledged = acknowledged + redis.call('XACK', stream, group, ARGV[i]) end

local all = groups()
for i = 2, #ARGV do
  if is_done(ARGV[i], all) then redis.call('XDEL', stream, ARGV[i]) end
end
return acknowledged
