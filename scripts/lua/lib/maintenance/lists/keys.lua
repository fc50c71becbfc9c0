--[[
keys: what stands at the key of a list of ids (see lib/layout/tree.lua).
]]
local counts = lib.layout.counts

-- one that is gone has no size
function module.forget(state, list)
  if state.model.integer then counts.set(state, list, false) end
end

local function type_of(state, list) return redis.call('TYPE', state.model.key .. '#' .. list).ok end

-- a key in the place of a list that is none of any kind
function module.drop_others(state, list)
  local kind = type_of(state, list)
  if kind == 'none' or kind == 'zset' or kind == 'set' and state.model.integer then return end
  redis.call('UNLINK', state.model.key .. '#' .. list)
  module.forget(state, list)
end

-- whether a list can be written
function module.is_kept(state, list)
  local kind, wanted = type_of(state, list), 'zset'
  if state.model.integer and not counts.get(state, list) then wanted = 'set' end
  return kind == 'none' or kind == wanted
end
