--[[
going: what entities have beside their rows, containers and many-to-many relations, that a program deletes which declares it no more: by the names of
the properties, in a model's descriptor as long as that goes on. Where another program declares one again meanwhile, it is kept.
]]
local with, places = lib.schema.tables.with, lib.schema.tables.places

-- what the keys of a property begin with, behind the model's and #
function module.beginning(name) return 'own:' .. name .. ':' end
local function container(source, name) return source.key .. '#' .. module.beginning(name) end

local function without(list, is_it)
  local result = {}
  for _, one in ipairs(list or {}) do
    if not is_it(one) then result[#result + 1] = one end
  end
  return #result > 0 and result or nil
end

function module.link(source, name)
  for _, link in ipairs(source.links or {}) do
    if link.name == name then return link end
  end
end

function module.is_known(source, name)
  return module.link(source, name) ~= nil or places(source.owned or {})[container(source, name)] ~= nil
end

-- what goes on beside a caller's declaration, false for nothing; whether that is news to the server
function module.of(own, stored)
  if not stored.going then return nil, false end
  local result = without(stored.going, function(name) return module.is_known(own, name) end)
  return result or false, #(result or {}) < #stored.going
end

-- whether some program keeps it
function module.is_kept(source, name) return module.is_known(source, name) and not places(source.going or {})[name] end

-- the descriptor of which it goes
function module.begun(source, name)
  local going = with(source.going or {}, {})
  going[#going + 1] = name
  return with(source, { going = going })
end

-- the descriptor without it
function module.ended(source, name)
  local result, key = with(source, {}), container(source, name)
  result.going = without(source.going, function(one) return one == name end)
  result.owned = without(source.owned, function(one) return one == key end)
  result.links = without(source.links, function(link) return link.name == name end)
  return result
end
