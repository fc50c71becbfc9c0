--[[
move: an update of one field which concerns no list and no unique value: it has no size to know, and none to write. The entries of
the field are nothing but its scores (see lib/write/single/parts.lua).

ARGV[1..] all  of the script
]]
local check_key, member_of = lib.write.sorted.check_key, lib.layout.id.member

-- `at`: the place in ARGV of the id; nothing where the server has another schema, or the entity does not hold what the writer saw
function module.run(model, shape, parts, at)
  local id, to, from = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local key, name, sorted = model.row .. id, shape.read_names[1], parts.sorted
  if redis.call('HGET', model.counts, 'schema') ~= model.schema or redis.call('HGET', key, name) ~= from then return nil end
  for i = 1, #sorted do check_key(sorted[i].index.key) end
  if to ~= from then
    for i = 1, #sorted do redis.call('ZADD', sorted[i].index.key, to, member_of(true, id)) end
  end
  if model.marker then redis.call('HSET', key, name, to, model.marker, '') else redis.call('HSET', key, name, to) end
  return 1
end
