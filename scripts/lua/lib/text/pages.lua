--[[
pages: so many ids of a branch (see lib/text/branches.lua) from a position on, and the position after them.
]]
local function read_part(state, node, branch, from)
  local known = branch.part
  if known and from and known.low <= tonumber(from) and tonumber(from) < known.high then return known end
  local list, following = lib.text.segments.read(state, node.model, branch, from)
  branch.part = { list = list, low = tonumber(from or 0), following = following, high = following and tonumber(following) or math.huge }
  return branch.part
end

local function first_from(list, from)
  local low, high = 1, #list + 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    if tonumber(list[middle]) < from then low = middle + 1 else high = middle end
  end
  return low
end

function module.read(state, node, branch, at, count)
  if not branch.entry then return lib.query.node.scan(state, node.model.all, at, count) end
  if not node.model.integer then return lib.query.members.scan(state, { key = branch.entry.key, model = node.model }, at, count) end
  local part = read_part(state, node, branch, at and at.id)
  local first, list = at and first_from(part.list, tonumber(at.id)) or 1, {}
  local last = math.min(first + count - 1, #part.list)
  for i = first, last do list[#list + 1] = part.list[i] end
  local following = part.list[last + 1] or part.following
  return list, following and { id = following } or nil
end
