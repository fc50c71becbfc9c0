--[[
store_triples: add triples to a graph.

KEYS[1] spo  triples by subject, predicate, object
KEYS[2] pos  by predicate, object, subject
KEYS[3] osp  by object, subject, predicate
ARGV[1..] nodes  subject, predicate and object of each

Returns how many are new.
]]
local orders = { KEYS[1], KEYS[2], KEYS[3] }

lib.graph.orders.check(orders)
local added = 0
for i = 1, #ARGV, 3 do
  local triple = { ARGV[i], ARGV[i + 1], ARGV[i + 2] }
  for order, key in ipairs(orders) do
    local new = redis.call('ZADD', key, 0, lib.graph.orders.member(order, triple))
    if order == 1 then added = added + new end
    if new == 0 then break end
  end
end
return added
