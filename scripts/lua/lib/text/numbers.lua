--[[
numbers: what the numbers of a text index stand for.
]]
local codes, rare, lookup = lib.text.codes, lib.text.rare, lib.text.lookup
local BUCKET = 64

-- where the term of a number is kept
function module.bucket(index, n) return index.numbers .. '/' .. math.floor(n / BUCKET) end

function module.term_of(index, n) return redis.call('HGET', module.bucket(index, n), n) end

local function by_number(words)
  if words.by_number then return words.by_number end
  words.by_number = {}
  for _, entry in pairs(words.by_term) do words.by_number[entry.n] = entry end
  return words.by_number
end

local function read(state, words, n, code)
  local index = words.index
  if redis.call('EXISTS', state.model.key .. '#' .. index.list .. n) == 1 then return { n = n, code = code, name = index.list .. n } end
  local term = module.term_of(index, n)
  local value = term and lookup.get(index.dictionary, term)
  if not value then return nil end
  local leads_to, ids = rare.read(value)
  -- the term got another number, since somebody deleted it by hand
  if leads_to ~= n then return nil end
  local entry = { term = term, n = n, code = code, ids = ids, name = not ids and index.list .. n }
  words.small[#words.small + 1] = entry
  return entry
end

-- the entry of a term that a text has had
function module.entry(state, words, code)
  local entries, n = by_number(words), codes.number(code)
  entries[n] = entries[n] or read(state, words, n, code)
  return entries[n]
end
