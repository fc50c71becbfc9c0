--[[
terms: the terms of a search as they are found: { at, code, name, size, df, idf, and ids of a rare one, or key of a list }.
]]
local codes, rare, lookup, known = lib.text.codes, lib.text.dictionary.rare, lib.text.dictionary.lookup, lib.text.dictionary.known

local function read(node, at, n, ids, df)
  local name = node.indexes[at].list .. n
  local entry = { at = at, code = codes.of(n), name = name, key = node.model.key .. '#' .. name, ids = ids, size = ids and #ids or df, tree = nil }
  if not entry.size then entry.size, entry.tree = lib.text.candidates.measure.of(node.model, entry) end
  return entry
end

-- the number of a term, and its ids if it is rare; nothing where the index has it not
local function look_up(state, node, at, term)
  local index, listed = node.indexes[at], node.opened.listed[at]
  if listed and listed[term] then return listed[term].n end
  state.spent = state.spent + 3
  local value = lookup.get(index.dictionary, term)
  if not value then return nil end
  local n, ids = rare.read(value)
  if listed and not ids then known.enter(listed, node.model, index, term, n) end
  return n, ids
end

-- a term that an earlier slice met is one to the end, and no other one becomes one, so that branches stay what they were
local function find(state, node, at, term, df)
  state.spent = state.spent + 1
  local n, ids
  if df ~= 0 then n, ids = look_up(state, node, at, term) end
  if n then return read(node, at, n, ids, df) end
  local key = node.model.key .. '#' .. node.indexes[at].list
  return df and df > 0 and { at = at, code = codes.NONE, key = key, ids = {}, size = 0, tree = false } or nil
end

local function open(state, node, at, term)
  local index, frozen, key = node.indexes[at], node.opened.frozen, at .. ' ' .. term
  local entry = find(state, node, at, term, frozen.df[key])
  frozen.df[key] = frozen.df[key] or entry and entry.size or 0
  if not entry then return nil end
  entry.df = frozen.df[key]
  entry.idf = lib.text.bm25.idf(frozen.sizes[at][1], entry.df) * (index.boost or 1)
  return entry
end

-- those of the terms that the index has
function module.open(state, node, at, terms)
  local entries = {}
  for i = 1, #terms do entries[#entries + 1] = open(state, node, at, terms[i]) end
  return entries
end
