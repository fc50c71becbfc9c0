--[[
announcement: a model tells those that it leads to, so that one to which nothing leads is deleted from at no further command.

It is made when the server learns the model's descriptor, and therefore before there is any entity that leads anywhere.
]]
function module.make(model)
  for _, reference in ipairs(model.references or {}) do
    local names = redis.call('HGET', reference.counts, 'referrers') or '[]'
    if reference.onDelete ~= 'no action' and not string.find(names, '"' .. model.model .. '"', 1, true) then
      local list = cjson.decode(names)
      list[#list + 1] = model.model
      redis.call('HSET', reference.counts, 'referrers', cjson.encode(list))
    end
  end
end
