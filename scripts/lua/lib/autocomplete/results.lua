--[[
results: titles in the order in which they are shown, with all that is known of them.
]]
local keys, less = lib.autocomplete.keys, lib.layout.bytes.less
local CHUNK = 1000

-- fill in `field` of every title, from the hash of its type
local function read(base, field, found)
  local by_type = {}
  for _, title in ipairs(found) do
    local titles = by_type[title.type] or {}
    by_type[title.type], titles[#titles + 1] = titles, title
  end
  for type, titles in pairs(by_type) do
    for first = 1, #titles, CHUNK do
      local ids = {}
      for i = first, math.min(first + CHUNK - 1, #titles) do ids[#ids + 1] = titles[i].id end
      for i, value in ipairs(redis.call('HMGET', keys[field](base, type), unpack(ids))) do
        titles[first + i - 1][field] = value
      end
    end
  end
end

-- without mistakes first, then by score, title, id and type
local function before(a, b)
  if a.mistakes ~= b.mistakes then return a.mistakes < b.mistakes end
  if a.score ~= b.score then return a.score > b.score end
  if a.titles ~= b.titles then return less(a.titles, b.titles) end
  if a.id ~= b.id then return less(a.id, b.id) end
  return less(a.type, b.type)
end

function module.best(base, found, wanted)
  read(base, 'titles', found)
  table.sort(found, before)
  for i = #found, wanted + 1, -1 do found[i] = nil end
  read(base, 'data', found)
  local reply = {}
  for i, title in ipairs(found) do
    reply[i] = { title.type, title.id, string.format('%.17g', title.score), title.titles, title.data or false }
  end
  return reply
end
