--[[
stale: indexes that nobody keeps, and what lies in their keys until somebody has deleted it.

One that a program takes away rests before: writers keep it, and queries are refused, so that who relies on an older answer misses
nothing. A stale index says since when it is (`since`, microseconds of the server). Whoever deletes its keys names that time, before and
after: an index that was kept and given up once more meanwhile is another one, and not empty.
]]
local with = lib.schema.tables.with
-- what two indexes may share: the list of the entities without a value, and those of values
local SHARED = { 'missing', 'list' }

local function now() return lib.layout.id.text(lib.toolkit.clock.micros()) end

-- one that no query asks any more, and that writers still keep
function module.resting(index) return with(index, { state = 'resting', build = false, since = now() }) end

-- one that nobody keeps any more; `before`: what it was until now
function module.given_up(index, before)
  local is_old = before.state == 'stale'
  local since = is_old and before.since or not is_old and now()
  return with(index, { state = 'stale', build = false, since = since or false })
end

-- whether it is stale, or rests, since then
function module.is_since(index, state, since) return index.state == state and (index.since or '') == since end

local function shares(index, other)
  for _, list in ipairs(SHARED) do
    if index[list] and index[list] == other[list] then return true end
  end
  return false
end

-- the state of one that is kept from now on: nobody kept a list that it shares with one that is stale
function module.begun(index, indexes)
  for _, other in ipairs(indexes) do
    if other.state == 'stale' and shares(index, other) then return 'doubted' end
  end
  return 'building'
end
