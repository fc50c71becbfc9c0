--[[
numbers: what the numbers of a text index stand for.
]]
local codes, rare, lookup, text = lib.text.codes, lib.text.dictionary.rare, lib.text.dictionary.lookup, lib.layout.id.text
local BUCKET = 64

-- where the term of a number is kept
function module.bucket(index, n) return index.numbers .. '/' .. text((n - n % BUCKET) / BUCKET) end

function module.term_of(index, n) return redis.call('HGET', module.bucket(index, n), text(n)) end

local function by_code(words)
  if words.by_code then return words.by_code end
  words.by_code = {}
  for _, entry in ipairs(words.entries) do words.by_code[entry.code] = entry end
  return words.by_code
end

local function read(state, words, code)
  local index, n = words.index, codes.number(code)
  local name = index.list .. text(n)
  if redis.call('EXISTS', state.model.key .. '#' .. name) == 1 then return { n = n, code = code, name = name } end
  local term = module.term_of(index, n)
  local value = term and lookup.get(index.dictionary, term)
  if not value then return nil end
  local is_rare = rare.code(value)
  -- the term got another number, since somebody deleted it by hand
  if (is_rare or value) ~= (is_rare and code or text(n)) then return nil end
  local entry = { term = term, n = n, code = code, value = is_rare and value, name = not is_rare and name }
  words.small[#words.small + 1] = entry
  return entry
end

-- the entry of a term that a text has had
function module.entry(state, words, code)
  local entries = by_code(words)
  entries[code] = entries[code] or read(state, words, code)
  return entries[code]
end
