--[[
frozen: what the first slice of a search saw, which later ones go by (see lib/text/matching/search.lua): how many entities there are, and texts and words of each index.
]]
local known = lib.text.dictionary.known

-- another program analyses texts differently: what the index has is not an answer any more
local function refuse(state, node, index)
  local model, name = string.match(node.model.key, '}:(.+)$'), 'text ' .. string.sub(index.texts, #'texts/' + 1)
  state.refusal = redis.error_reply('SCHEMA_CHANGED ' .. cjson.encode({ model, 'index', name, 'declared', 'stale' }))
end

-- the terms that are known of each index, which a later slice need not look up either
local function listed_of(node)
  local listed = {}
  for at, index in ipairs(node.indexes) do
    local since = redis.call('HGET', node.model.counts, known.since(index))
    listed[at] = known.of(index, since ~= known.STALE and since)
  end
  return listed
end

-- and the terms that are known of each index
function module.of(state, node)
  local kept = state.from.text and state.from.text[tostring(node.n)]
  if kept then return kept, listed_of(node) end
  local frozen, listed = { all = lib.query.node.size(state, node.model.all), sizes = {}, df = {}, words = {} }, {}
  for at, index in ipairs(node.indexes) do
    local sizes = redis.call('HMGET', node.model.counts, index.texts, index.total, known.since(index))
    frozen.sizes[at] = { tonumber(sizes[1] or nil) or 0, tonumber(sizes[2] or nil) or 0 }
    if sizes[3] == known.STALE then refuse(state, node, index) end
    listed[at] = known.of(index, sizes[3])
  end
  return frozen, listed
end
