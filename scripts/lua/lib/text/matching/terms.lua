--[[
terms: the terms of a search as they are found: { at, code, name, size, df, idf, and key of a list, or `packed`: the ids of a rare one (see
lib/text/dictionary/rare.lua) }.
]]
local codes, rare, lookup, known = lib.text.codes, lib.text.dictionary.rare, lib.text.dictionary.lookup, lib.text.dictionary.known

local function value_of(state, node, at, term)
  local value = node.opened.found[at][term]
  if value ~= nil then return value end
  state.spent = state.spent + 3
  return lookup.get(node.indexes[at].dictionary, term)
end

-- where a term has its list, { code, name, key }, or the packed ids of a rare one; nothing where the index has it not
local function look_up(state, node, at, term)
  local index, listed = node.indexes[at], node.opened.listed[at]
  if listed and listed[term] then return listed[term] end
  local value = value_of(state, node, at, term)
  if not value or rare.code(value) then return nil, value end
  return tonumber(value) and known.enter(listed or {}, node.model, index, term, tonumber(value))
end

local function entry_of(node, at, list, packed, df)
  if packed then
    local code = rare.code(packed)
    return { at = at, code = code, name = false, key = false, packed = packed, size = df or #rare.ids(packed, code), tree = false }
  end
  local entry = { at = at, code = list.code, name = list.name, key = list.key, packed = false, size = df, tree = nil }
  if not df then entry.size, entry.tree = lib.text.candidates.measure.of(node.model, entry) end
  return entry
end

-- a term that an earlier slice met is one to the end, and no other one becomes one, so that branches stay what they were
local function find(state, node, at, term, df)
  state.spent = state.spent + 1
  local list, packed
  if df ~= 0 then list, packed = look_up(state, node, at, term) end
  if list or packed then return entry_of(node, at, list, packed, df) end
  -- no text has it any more
  return df and df > 0 and { at = at, code = codes.NONE, name = false, key = node.model.key .. '#', packed = '', size = 0, tree = false } or nil
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
