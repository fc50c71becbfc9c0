--[[
text_sizes: how many texts a full-text index has (`texts/<name>` among the counts), and how many words (`words/<name>`), by the rows.
]]
-- entities of one call
local MOST = 1000

-- the forward list of the index that a size is of
local function field_of(model, name)
  for _, index in ipairs(model.indexes) do
    if index.texts == name or index.total == name then return model.fields[index.at[1]] end
  end
end

-- the sum of some entities, and the position behind them; `from` is 0 at the start
function module.measure(model, name, from)
  local sum, field = 0, field_of(model, name)
  local is_read, list, following = pcall(lib.maintenance.walk.ids, lib.write.state.new(model), from ~= '0' and from or nil, MOST)
  if not is_read then return 0, nil end
  for _, id in ipairs(field and list or {}) do
    local stored = redis.pcall('HGET', model.row .. id, field)
    if type(stored) == 'string' then sum = sum + (string.find(name, '^texts/') and 1 or lib.text.codes.length(stored)) end
  end
  return sum, following
end
