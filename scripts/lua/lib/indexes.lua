--[[
indexes: which entry an entity has in each kind of index, and how it comes and goes.

A row is a table of stored values by stored name. The entry is nil where a value is missing.
]]
-- @include lib/bytes
-- @include lib/posting
-- @include lib/unique
local kinds = {}

-- values longer than this stand in key names as their digest
local LONGEST = 128

local function single(index, row) return row[index.fields[1]] end

local function exact_name(index, value)
  if #value > LONGEST then return 'long:' .. index.name .. ':' .. redis.sha1hex(value) end
  return 'eq:' .. index.name .. ':' .. value
end

kinds.exact = {
  entry = single,
  add = function(model, index, value, id) posting.add(model, exact_name(index, value), id) end,
  remove = function(model, index, value, id) posting.remove(model, exact_name(index, value), id) end,
}

kinds.ordered = {
  entry = single,
  add = function(model, index, value, id) redis.call('ZADD', model.key .. '#by:' .. index.name, value, ids.member(model.integer, id)) end,
  remove = function(model, index, _, id) redis.call('ZREM', model.key .. '#by:' .. index.name, ids.member(model.integer, id)) end,
}

local function lexical_member(model, value, id) return bytes.escape(value) .. '\0' .. ids.member(model.integer, id) end

kinds.lexical = {
  entry = single,
  add = function(model, index, value, id) redis.call('ZADD', model.key .. '#lex:' .. index.name, 0, lexical_member(model, value, id)) end,
  remove = function(model, index, value, id) redis.call('ZREM', model.key .. '#lex:' .. index.name, lexical_member(model, value, id)) end,
}

kinds.unique = {
  -- several values stand behind their lengths, so that no two lists of values look alike
  entry = function(index, row)
    if #index.fields == 1 then return row[index.fields[1]] end
    local parts = {}
    for i, field in ipairs(index.fields) do
      local value = row[field]
      if not value then return nil end
      parts[i] = #value .. ':' .. value
    end
    return table.concat(parts)
  end,
  add = function(model, index, value, id) unique.add(model, index.name, value, id) end,
  remove = function(model, index, value, id) unique.remove(model, index.name, value, id) end,
}

local indexes = {}

function indexes.entry(index, row) return kinds[index.kind].entry(index, row) end

local function put(verb, model, index, entry, id)
  if entry then kinds[index.kind][verb](model, index, entry, id)
  elseif index.nullable then posting[verb](model, 'null:' .. index.name, id) end
end

-- give the index the entry of the new row instead of that of the old one; a row may be absent
function indexes.move(model, index, before, after, id)
  local from = before and (indexes.entry(index, before) or false)
  local to = after and (indexes.entry(index, after) or false)
  if before and after and from == to then return end
  if before then put('remove', model, index, from, id) end
  if after then put('add', model, index, to, id) end
end
