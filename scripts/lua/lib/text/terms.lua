--[[
terms: the terms of a search as they are found: { at, code, name, size, idf, and ids of a rare one, or key and tree of a list }.
]]
local codes, rare, lookup = lib.text.codes, lib.text.rare, lib.text.lookup

-- an inverse document frequency that is never negative: Lucene's form of BM25
local function idf(texts, df) return math.log(1 + math.max(0, texts - df + 0.5) / (df + 0.5)) end

-- a list of ids: its size, and whether it is a tree
local function measure(model, entry)
  if not model.integer then return redis.call('ZCARD', entry.key), false end
  local tree = tonumber(redis.call('HGET', model.counts, entry.name) or nil)
  return tree or redis.call('SCARD', entry.key), tree ~= nil
end

local function open(state, node, at, term)
  local index, frozen = node.indexes[at], node.opened.frozen
  local value = lookup.get(index.dictionary, term)
  state.spent = state.spent + 4
  if not value then return nil end
  local n, ids = rare.read(value)
  local name = index.list .. n
  local entry = { at = at, code = codes.of(n), name = name, key = node.model.key .. '#' .. name, ids = ids, size = ids and #ids, tree = false }
  if not ids then entry.size, entry.tree = measure(node.model, entry) end
  local key = at .. ' ' .. term
  frozen.df[key] = frozen.df[key] or entry.size
  entry.idf = idf(frozen.sizes[at][1], frozen.df[key]) * (index.boost or 1)
  return entry
end

-- those of the terms that the index has
function module.open(state, node, at, terms)
  local entries = {}
  for i = 1, #terms do entries[#entries + 1] = open(state, node, at, terms[i]) end
  return entries
end
