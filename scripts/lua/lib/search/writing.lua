--[[
writing: what the changes of a call (see lib/search/changes.lua) do to the keys.
]]
local lists, holders = lib.write.lists, lib.write.holders

local function put(change)
  local row, gone = change.row, {}
  for at, name in ipairs(change.state.model.fields) do
    local list = change.encoded and change.encoded[name]
    if list then row[#row + 1], row[#row + 2] = name, list
    elseif change.before and change.before[at] then gone[#gone + 1] = name end
  end
  if #gone > 0 then redis.call('HDEL', change.key, unpack(gone)) end
  if #row > 0 then lib.write.groups.call('HSET', change.key, row) end
end

function module.run(state)
  if state.gone then lists.remove(state) end
  if state.words then lib.text.writing.lists.remove(state) end
  if state.freed then holders.remove(state) end
  for _, change in ipairs(state.list) do
    if change.after then put(change) else redis.call('DEL', change.key) end
  end
  if state.words then lib.text.writing.dictionary.write(state) end
  if state.come then lists.add(state) end
  if state.held then holders.add(state) end
  if state.changed then lib.layout.counts.write(state) end
end

-- with the last document nothing is left to agree on
function module.tidy(model)
  if redis.call('EXISTS', model.ids) == 0 then redis.call('DEL', model.counts, lib.search.index.settings(model.key)) end
end
