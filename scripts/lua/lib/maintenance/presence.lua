--[[
presence: where an entry of an entity is kept, and whether a list has it.
]]
local counts, buckets = lib.layout.counts, lib.layout.buckets

-- whether a list of ids has one
function module.lists(state, name, id) return lib.maintenance.shapes.try(lib.layout.posting.has, state, name, id) or false end

function module.member(state, beginning, change)
  local member = lib.layout.id.member(state.model.integer, change.id)
  return beginning == '' and member or beginning .. member
end

function module.bucket(state, index, value)
  return buckets.key(index.key, buckets.address(value, counts.get(state, index.buckets) or 1))
end

-- of an index whose entries no row says: how it tells whether an entity belongs to a list; nil for all others
function module.tells(index) return lib.write.indexes[index.kind].lists end
