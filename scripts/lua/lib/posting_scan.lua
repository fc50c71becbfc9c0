--[[
posting_scan: reading lists of ids (see lib/posting.lua), which come in the order of the ids.

A position in a tree is the smallest id that may come next.
]]
-- @include lib/posting_layout
-- @include lib/nodes
-- @include lib/ranked
kinds.posting = {}

local function layout(node)
  if not node.layout then node.layout = model.integer and redis.call('TYPE', node.key).ok or 'ranked' end
  return node.layout
end

local function name_of(node) return string.sub(node.key, #model.key + 2) end

function kinds.posting.size(node)
  local kind = layout(node)
  if kind == 'ranked' then return ranked.size(node) end
  if kind == 'set' then return redis.call('SCARD', node.key) end
  return tonumber(redis.call('HGET', model.key .. '#counts', name_of(node)) or 0)
end

-- @include lib/posting_pages

function kinds.posting.scan(node, at, count)
  local kind = layout(node)
  if kind == 'ranked' then return ranked.scan(node, at, count) end
  if kind == 'set' then return page(node, sorted_members(node, node.key), at, count) end
  if kind == 'none' then return {}, nil end
  return scan_tree(node, at, count)
end

-- a tree has no cheap probe: the stored value tells as well
local function keep_stored(node, list)
  if node.field == nil then
    return select_ids(list, function(id) return redis.call('EXISTS', entity_key(id)) == 1 end)
  end
  return select_ids(list, function(id) return (redis.call('HGET', entity_key(id), node.field) or nil) == node.value end)
end

function kinds.posting.keep(node, list)
  local kind = layout(node)
  if kind == 'none' then return {} end
  if kind == 'zset' then return keep_stored(node, list) end
  local found = ask(kind == 'ranked' and 'ZMSCORE' or 'SMISMEMBER', node.key, list)
  return select_ids(list, function(_, i) return found[i] and found[i] ~= 0 end)
end
