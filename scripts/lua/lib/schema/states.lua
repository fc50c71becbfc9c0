--[[
states: the states of the indexes of a model, changed by a program that builds them or takes them away.
]]
local with, identity = lib.schema.tables.with, lib.schema.indexes.identity

-- an index in another state; itself where it is in no state for that. `build` names one attempt to build it: whoever builds an index
-- that was taken away and declared again meanwhile has not built that one.
local function changed(index, to, build)
  local state = index.state or 'complete'
  if to == 'stale' then return with(index, { state = 'stale', build = false }) end
  if to == 'gone' then return state ~= 'stale' and index or nil end
  if to == 'complete' and (not index.build or index.build ~= build) or state == 'complete' then return index end
  local result = with(index, {})
  if to == 'complete' then result.state, result.build = nil, nil
  else result.state, result.build = state == 'doubted' and state or 'building', index.build or build end
  return result
end

-- the indexes of a descriptor after changes by identity, with the name of the attempt; whether any differs
function module.change(indexes, changes, build)
  local result, differs = {}, false
  for _, index in ipairs(indexes) do
    local to = changes[identity(index)]
    local after = index
    if to then after = changed(index, to, build) end
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

-- whether nobody keeps any of them
function module.are_stale(model, identities)
  local stale = {}
  for _, index in ipairs(model.source.indexes) do stale[identity(index)] = index.state == 'stale' end
  for _, name in ipairs(identities) do
    if not stale[name] then return false end
  end
  return true
end
