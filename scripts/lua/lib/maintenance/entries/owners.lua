--[[
owners: the keys of indexes, told apart by their names behind the model's prefix and #.
]]
local function begins(name, start) return string.sub(name, 1, #start) == start end
-- a name with values or a number behind it
local function leads(name, start) return start and begins(name, start) and string.find(name, '^[:/]', #start + 1) ~= nil end

-- of a kind with a list for each value, whatever its name
local function of_values(name, index) return begins(name, index.list) or index.digested and begins(name, index.digested) end

local owns = {}
function owns.unique(name, _, key) return leads(name, key) end
-- the directory of the leaves holds no ids
function owns.expiry(name, _, key) return leads(name, key) end
function owns.composite(name, index, key) return leads(name, key) or leads(name, index.empty) end
function owns.text(name, index)
  if begins(name, index.list) or leads(name, 'term:' .. index.name) or leads(name, 'dict:' .. index.name) then return true end
  return index.reversed and leads(name, 'ends:' .. index.name)
end

local function find(model, indexes, name)
  for _, index in ipairs(indexes) do
    local key, owned = index.key and string.sub(index.key, #model.key + 2), owns[index.kind] or index.list and of_values
    if name == index.missing or name == key and not owned or owned and owned(name, index, key) then return index end
  end
end

-- the index that has a key of a name; false for the list of all ids; nil where none has
function module.owner(model, name)
  if name == 'ids' then return false end
  return find(model, model.source.indexes, name)
end

-- whether writers keep a key of a name, or the leaf of one
function module.is_kept(model, name)
  return find(model, model.indexes, string.match(name, '^%d+/(.+)$') or name) ~= nil
end

-- whether a name is that of a list of ids
function module.is_list(index, name)
  return not index or index.list or name == index.missing or leads(name, index.empty)
end
