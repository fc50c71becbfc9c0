--[[
announcement: a model tells those that it leads to, so that one to which nothing leads is deleted from at no further command. Of a
many-to-many relation each side is told of the other.

It is made when the server learns the model's descriptor, and therefore before there is any entity that leads anywhere.
]]
-- the model at `counts` hears of a model by its name
local function tell(counts, name)
  local names = redis.call('HGET', counts, 'referrers') or '[]'
  if string.find(names, '"' .. name .. '"', 1, true) then return end
  local list = cjson.decode(names)
  list[#list + 1] = name
  redis.call('HSET', counts, 'referrers', cjson.encode(list))
end

function module.make(model)
  for _, reference in ipairs(model.references or {}) do
    if reference.onDelete ~= 'no action' then tell(reference.counts, model.model) end
  end
  for _, link in ipairs(model.links or {}) do
    tell(link.counts, model.model)
    tell(model.counts, link.model)
  end
end
