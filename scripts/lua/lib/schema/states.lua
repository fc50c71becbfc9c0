--[[
states: the states of the indexes of a model, changed by a program that builds them or takes them away.
]]
local with, identity, stale = lib.schema.tables.with, lib.schema.indexes.identity, lib.schema.stale

-- what one is while it is built; of one that rests nobody knows what it was
local BEHIND = { doubted = 'doubted', resting = 'doubted' }

-- an index in another state; itself where it is in no state for that. `build` names one attempt to build it: whoever builds an index
-- that was taken away and declared again meanwhile has not built that one. Likewise `since`, of one that rests or is stale.
local function changed(index, change, build)
  local to, state = change.to, index.state or 'complete'
  if to == 'resting' then return (state == 'resting' or state == 'stale') and index or stale.resting(index) end
  if to == 'stale' then return stale.is_since(index, 'resting', change.since) and stale.given_up(index, index) or index end
  if state == 'stale' and not stale.is_since(index, state, change.since) then return index end
  if to == 'gone' then return state ~= 'stale' and index or nil end
  if to == 'complete' and (not index.build or index.build ~= build) or state == 'complete' then return index end
  local result = with(index, {})
  if to == 'complete' then result.state, result.build = nil, nil
  else result.state, result.build = BEHIND[state] or 'building', index.build or build end
  result.since = nil
  return result
end

-- the indexes of a descriptor after changes by identity, with the name of the attempt; whether any differs
function module.change(indexes, changes, build)
  local result, differs = {}, false
  for _, index in ipairs(indexes) do
    local change = changes[identity(index)]
    local after = index
    if change then after = changed(index, change, build) end
    differs = differs or after ~= index
    result[#result + 1] = after
  end
  return result, differs
end

-- those of some indexes that are not complete yet; nil where another attempt to build one goes on, or none
function module.built(model, identities, build)
  local by_identity, result = {}, {}
  for _, index in ipairs(model.indexes) do by_identity[identity(index)] = index end
  for _, name in ipairs(identities) do
    local index = by_identity[name]
    if not index or index.state and index.build ~= build then return nil end
    if index.state then result[#result + 1] = index end
  end
  return result
end

-- whether nobody kept any of some indexes all the time since then: `since` by identity
function module.are_stale(model, since)
  local count = 0
  for _, index in ipairs(model.source.indexes) do
    local time = since[identity(index)]
    if time and not stale.is_since(index, 'stale', time) then return false end
    count = count + (time and 1 or 0)
  end
  for _ in pairs(since) do count = count - 1 end
  return count == 0
end
