--[[
announcement: a model tells those that it leads to, so that one to which nothing leads is deleted from at no further command. Of a
many-to-many relation each side is told of the other.

It is made when the server learns the model's descriptor, and therefore before there is any entity that leads anywhere.
]]
local function are_names(list)
  if type(list) ~= 'table' then return false end
  for place, name in pairs(list) do
    if type(place) ~= 'number' or type(name) ~= 'string' then return false end
  end
  return true
end

-- the names of a list as it is stored; nil where somebody wrote what is none
function module.read(stored)
  if not stored then return {} end
  local is_read, names = pcall(cjson.decode, stored)
  return is_read and are_names(names) and names or nil
end

-- the model at `counts` hears of a model by its name; what cannot be read stays, for whoever mends it
local function tell(counts, name)
  local names = redis.call('HGET', counts, 'referrers') or '[]'
  if string.find(names, '"' .. name .. '"', 1, true) then return end
  local list = module.read(names)
  if not list then return end
  list[#list + 1] = name
  redis.call('HSET', counts, 'referrers', cjson.encode(list))
end

-- tell(counts, name): the model at `counts` hears of one by its name
function module.each(model, tell)
  for _, reference in ipairs(model.references or {}) do
    if reference.onDelete ~= 'no action' then tell(reference.counts, model.model) end
  end
  for _, link in ipairs(model.links or {}) do
    tell(link.counts, model.model)
    tell(model.counts, link.model)
  end
end

function module.make(model) module.each(model, tell) end
