--[[
indexes: those of two descriptors of a model as one list.

An index has a state unless it is complete: `building`, writers keep it, and older rows may lack their entries; `doubted`, the same, and
it may have entries that are wrong; `resting`, writers keep it until it is `stale`, and then nobody does (lib/schema/stale.lua).
]]
local tables, stale = lib.schema.tables, lib.schema.stale
local with, same = tables.with, tables.same

function module.identity(index) return index.kind .. ' ' .. index.name end
local identity = module.identity

-- as its declaration says it
local function bare(index) return with(index, { state = false, build = false, since = false }) end

-- all of them in a state
function module.all_in(indexes, state)
  local result = {}
  for i, index in ipairs(indexes) do result[i] = with(index, { state = state }) end
  return result
end

-- one that both have; a list of the entities without a value is never too much, and has to be built where it was none
local function agree(own, other, stored)
  local mine, theirs = bare(own), bare(other)
  if same(mine, theirs) then return other, false end
  theirs.missing = mine.missing
  if not same(mine, theirs) then return stale.given_up(own, other), true end
  if not own.missing then return other, false end
  return with(own, { state = other.state or stale.begun(own, stored), build = false, since = other.since or false }), true
end

-- what another program declared, by identity, with the caller's positions of fields
local function moved(indexes, places)
  local result = {}
  for _, index in ipairs(indexes) do
    local at = {}
    for i, place in ipairs(index.at) do at[i] = places[place] end
    result[identity(index)] = with(index, { at = at })
  end
  return result
end

-- the caller's first; whether any of them is news to the server
function module.of(own, stored, places)
  local others, known, result, learned = moved(stored.indexes, places), {}, {}, false
  for i, index in ipairs(own.indexes) do
    local other, is_news = others[identity(index)], true
    if other then result[i], is_news = agree(index, other, stored.indexes)
    else result[i] = with(index, { state = stale.begun(index, stored.indexes), build = false, since = false }) end
    known[identity(index)], learned = true, learned or is_news
  end
  for _, index in ipairs(stored.indexes) do
    if not known[identity(index)] then result[#result + 1] = others[identity(index)] end
  end
  return result, learned
end
