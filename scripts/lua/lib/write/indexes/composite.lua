--[[
composite: for each combination of values of the first fields a sorted set of the last one, as `ordered` or `lexical` has it; the
entities that have no last value in a list. An entry is `by`, `lex` or `null`, the name of the set or list, and what the member begins with.
]]
local push, sorted, beginning, value = lib.write.groups.push, lib.write.sorted, lib.layout.lexical.beginning, lib.write.entry.value

-- the values of the first fields as they stand in the name; nil where one is missing
local function first_values(index, row)
  local last, parts = #index.at - 1, {}
  for place = 1, last do
    local part = value(index, row, place)
    if not part then return nil end
    parts[place] = last == 1 and part or #part .. ':' .. part
  end
  local text = table.concat(parts)
  return #text > index.longest and '/' .. redis.sha1hex(text) or ':' .. text
end

function module.entry(index, row)
  local first = first_values(index, row)
  if not first then return nil end
  local last = value(index, row, #index.at)
  if not last then return #first .. ' null' .. first end
  if index.ordered then return #first .. ' by' .. first, last end
  return #first .. ' lex' .. first .. beginning(last), 0
end

-- the kind, the name behind that of the index, and the beginning of the member
local function read(entry)
  local size, kind, rest = string.match(entry, '^(%d+) (%l+)(.*)$')
  return kind, string.sub(rest, 1, tonumber(size)), string.sub(rest, tonumber(size) + 1)
end

function module.put(change, index, entry, score)
  local kind, name, start = read(entry)
  if kind == 'null' then return push(change.state, 'come', index.empty .. name, change) end
  sorted.put(change, index.key .. name, score, start)
end

function module.take(change, index, entry)
  local kind, name, start = read(entry)
  if kind == 'null' then return push(change.state, 'gone', index.empty .. name, change) end
  sorted.take(change, index.key .. name, start)
end
