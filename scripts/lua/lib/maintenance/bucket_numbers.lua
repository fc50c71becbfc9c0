--[[
bucket_numbers: how many buckets a unique index has (see lib/layout/buckets.lua), where that can be.
]]
local tree, LOAD = lib.layout.tree, lib.layout.buckets.LOAD
-- more than any server has room for
local MOST = 2 ^ 24

local function entities(model)
  local ids = redis.pcall('SCARD', model.ids)
  if type(ids) == 'number' then return ids end
  return (lib.maintenance.shapes.try(redis.call, 'ZCARD', model.ids) or 0) * (model.integer and tree.LEAF or 1)
end

-- one came for every so many values, each of an entity that got a number
local function most(model, ids)
  local last = model.counted and tonumber(redis.call('HGET', model.counts, 'next') or nil)
  return last and math.ceil(math.max(last, ids) / LOAD) + 1 or MOST
end

-- as it is stored; where that cannot be, as many as there should be
function module.of(model, name)
  local total, ids = tonumber(redis.call('HGET', model.counts, name) or 1), entities(model)
  if total and total >= 1 and total <= most(model, ids) and total % 1 == 0 then return total end
  return math.max(1, math.min(math.ceil(ids / LOAD), MOST))
end
