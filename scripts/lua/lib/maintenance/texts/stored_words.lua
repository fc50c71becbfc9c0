--[[
stored_words: the terms of a text that its row should have, stored as if the text were written now.
]]
local states = lib.write.state

local function index_of(model, name)
  for _, index in ipairs(model.indexes) do
    if index.kind == 'text' and index.name == name and not index.state then return index end
  end
end

-- whether the row has a text of a digest
local function is_same(key, field, digest)
  if redis.call('TYPE', key).ok ~= 'hash' then return false end
  local text = redis.call('HGET', key, field)
  return (text and redis.sha1hex(text) or '') == digest
end

local function write(state, change, field)
  states.check(state, { agreed = true, refuse = function() end })
  states.remove(state)
  states.add(state)
  local list = change.encoded and change.encoded[field]
  if list then redis.call('HSET', change.key, field, list) else redis.call('HDEL', change.key, field) end
end

-- text: { id, digest, terms }; 1, or 0 where it is another one by now
function module.put(model, name, text)
  local index, key = index_of(model, name), model.row .. text.id
  if not index then return 0 end
  local at = index.at[1]
  local field = model.fields[at]
  -- the terms of a text stand under its own name behind a mark
  if not is_same(key, string.sub(field, 3), text.digest) then return 0 end
  local state, list = states.new(model), redis.call('HGET', key, field) or nil
  local change = { state = state, id = text.id, key = key, before = { [at] = list }, after = { [at] = text.digest ~= '' and text.terms or nil }, encoded = false }
  lib.text.writing.changes.note(change, index)
  write(state, change, field)
  return 1
end
