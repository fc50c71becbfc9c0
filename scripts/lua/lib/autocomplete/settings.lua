--[[
settings: which words of titles are indexed; all who use an autocomplete must agree.
]]
local keys = lib.autocomplete.keys

-- an error reply where those kept are others
function module.refuse(base, settings)
  local kept = redis.call('GET', keys.settings(base))
  if kept and kept ~= settings then return redis.error_reply('SETTINGS ' .. cjson.encode({ kept })) end
end

function module.keep(base, settings) redis.call('SETNX', keys.settings(base), settings) end

-- with the last title nothing is left to agree on
function module.forget(base) redis.call('DEL', keys.settings(base)) end
