--[[
index_kinds: the entry of a row in each kind of index, and the commands that add and remove it.
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
