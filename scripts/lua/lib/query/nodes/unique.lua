--[[
unique: the holders of unique values.
]]
function module.size(node) return #node.values end

local function holders(node)
  if node.ids then return node.ids end
  local buckets = tonumber(redis.call('HGET', call.model.key .. '#counts', 'uq/' .. node.index) or 1)
  node.ids = {}
  for _, value in ipairs(node.values) do
    node.ids[#node.ids + 1] = lib.layout.buckets.holder(call.model.key .. '#uq:' .. node.index, value, buckets) or nil
  end
  return node.ids
end

function module.scan(node) return holders(node), nil end

function module.keep(node, list)
  holders(node)
  return lib.query.nodes.ids.keep(node, list)
end
