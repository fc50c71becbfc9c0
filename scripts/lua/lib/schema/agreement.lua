--[[
agreement: one descriptor of what a caller declares of a model and what the server knows of it already.
]]
local with, places = lib.schema.tables.with, lib.schema.tables.places
local fields, indexes, row_versions = lib.schema.fields, lib.schema.indexes, lib.schema.row_versions

-- what the keys of container fields begin with: those of both go with an entity
local function owned(own, stored)
  if not stored.owned then return own.owned, own.owned ~= nil end
  local result, known = with(own.owned or {}, {}), places(stored.owned)
  local is_news, mine = false, places(result)
  for key in pairs(mine) do is_news = is_news or not known[key] end
  for _, key in ipairs(stored.owned) do
    if not mine[key] then result[#result + 1] = key end
  end
  return result, is_news
end

local function put_together(own, stored, merged)
  local result = with(with(stored, own), merged)
  result.migration = nil
  return result
end

-- rows from before the server knew of a schema: nobody can say which indexes they are in
local function of_unknown(own)
  local versions = row_versions.of_unknown(own)
  return put_together(own, {}, with(versions, { indexes = indexes.all_in(own.indexes, 'doubted') }))
end

-- the descriptor; whether the server has to learn it; what the caller is refused for, unless it writes no entity
function module.of(own, stored, writes)
  if not stored then return of_unknown(own), true end
  local refusal = fields.refusal(own, stored) or lib.schema.links.refusal(own, stored) or writes and lib.schema.computed.refusal(own, stored)
  if refusal then return nil, false, refusal end
  local begun = row_versions.begun(own, stored)
  if begun then return begun, true end
  local merged, place_of, has_new_fields = fields.of(own, stored)
  local list, has_new_indexes = indexes.of(own, stored, place_of)
  local keys, has_new_keys = owned(own, stored)
  local references, has_new_references = lib.schema.references.of(own, stored, place_of)
  local links, has_new_links = lib.schema.links.of(own, stored)
  local dropped, has_fewer_dropped = lib.schema.dropped.of(own, stored)
  local going, has_fewer_going = lib.schema.going.of(own, stored)
  merged.indexes, merged.owned, merged.references, merged.links, merged.dropped, merged.going = list, keys, references, links, dropped, going
  local has_other_versions = row_versions.note(own, stored, merged, writes)
  local is_news = has_new_fields or has_new_indexes or has_new_keys or has_new_references or has_new_links
  return put_together(own, stored, merged), is_news or has_other_versions or has_fewer_dropped or has_fewer_going
end
