--[[
known: terms that have a list of their own, as a function of the server met them, so that later calls need not ask the dictionary.

A list keeps its term until the term goes; then the index gets another `since` among the counts, which every call reads: what was met
before is forgotten. New terms bring another one too, which the memory follows: keys that come back as they were before, of a backup or of a
server that was the master meanwhile, tell one that the memory does not know. The memory of a function ends with its server. A term is
{ n, code, name, key } and is only read, but for what writers leave there of its list (lib/text/writing/tails.lua).
]]
local codes = lib.text.codes
-- terms of all indexes: some 400 bytes each
local MOST = 20000
local indexes, total = {}, 0

-- its name among the counts
function module.since(index) return index.texts .. ':since' end

-- instead of a time where programs declare the index differently: nobody keeps it until it is built anew
module.STALE = 'stale'

-- a time that no other index began at
function module.now()
  local time = redis.call('TIME')
  return time[1] .. '.' .. time[2]
end

-- the known terms of an index by their texts; of one that tells no `since`, none
function module.of(index, since)
  if not since then return {} end
  local known = indexes[index.dictionary]
  if not known or known.since ~= since or total > MOST then
    if total > MOST then indexes, total = {}, 0 end
    known = { since = since, terms = {} }
    indexes[index.dictionary] = known
  end
  return known.terms
end

-- what was met of an index, { since, terms }, to be compared with its `since`; nil where nothing was
function module.met(index) return indexes[index.dictionary] end

-- terms got numbers: what was met holds, and from now on under another `since`
function module.renew(state, index)
  local known, name = indexes[index.dictionary], module.since(index)
  local since, before = module.now(), lib.layout.counts.text(state, name)
  lib.layout.counts.set(state, name, since)
  if known and known.since == before then known.since = since end
end

-- what a term with a list is from now on
function module.enter(terms, model, index, term, n)
  local name = index.list .. lib.layout.id.text(n)
  local entry = { n = n, code = codes.of(n), name = name, key = model.key .. '#' .. name, term = term, value = false, fresh = false, memory = false, size = false, start = false, leaf = false, from = false }
  terms[term], total = entry, total + 1
  return entry
end
