--[[
pages: so many ids of a branch (see lib/text/candidates/branches.lua) from a position on, and the position after them.
]]
local function is_in(node, part, from)
  if node.reverse then return part.low < from and from <= part.high end
  return part.low <= from and from < part.high
end

local function read_part(state, node, branch, from)
  local known, at = branch.part, tonumber(from)
  if known and at and is_in(node, known, at) then return known end
  local list, following = lib.text.candidates.segments.read(state, node, branch, from)
  local beyond = tonumber(following or nil)
  local low, high = at or 0, beyond or math.huge
  if node.reverse then low, high = beyond or -1, at or math.huge end
  branch.part = { list = list, low = low, high = high, following = following }
  return branch.part
end

local function first_from(node, list, from)
  local low, high = 1, #list + 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    local id = tonumber(list[middle])
    if node.reverse and id > from or not node.reverse and id < from then low = middle + 1 else high = middle end
  end
  return low
end

function module.read(state, node, branch, at, count)
  if not branch.entry then return lib.query.node.scan(state, node.model.all, at, count) end
  if not node.model.integer then
    return lib.query.access.byte_order.scan(state, { key = branch.entry.key, model = node.model, reverse = node.reverse }, at, count)
  end
  local part = read_part(state, node, branch, at and at.id)
  local first, list = at and first_from(node, part.list, tonumber(at.id)) or 1, {}
  local last = math.min(first + count - 1, #part.list)
  for i = first, last do list[#list + 1] = part.list[i] end
  local following = part.list[last + 1] or part.following
  return list, following and { id = following } or nil
end
