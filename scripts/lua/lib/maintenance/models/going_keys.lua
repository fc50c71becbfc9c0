--[[
going_keys: which keys go with a container or a many-to-many relation (see lib/schema/going.lua): those of the container, or of the order of the
side, and the lists of the pairs, unless a program declares these from their other side.
]]
local going, server = lib.schema.going, lib.schema.server

-- of a model that cannot be read nobody knows
local function are_kept(source, link, far)
  if not far then return far == false end
  for _, other in ipairs(far.source.links or {}) do
    local is_inverse = other.model == source.model and other.out == link.back and other.back == link.out
    if is_inverse and going.is_kept(far.source, other.name) then return true end
  end
  return false
end

-- what the names of keys of a model begin with that go
function module.of(source, name, whose)
  local result, link = {}, going.link(source, name)
  if whose.model == source.model then result[1] = going.beginning(name) end
  if not link or are_kept(source, link, server.named(source, link.model)) then return result end
  local function add(list)
    result[#result + 1] = list .. ':'
    result[#result + 1] = list .. '/'
  end
  if whose.model == source.model then add(link.back) end
  if whose.model == link.model then add(link.out) end
  return result
end

-- whether a key, or the list that it is a leaf of, is one of these
function module.has(beginnings, key)
  local name = string.match(key, '^%d+/(.+)$') or key
  for _, start in ipairs(beginnings) do
    if string.sub(name, 1, #start) == start then return true end
  end
  return false
end
