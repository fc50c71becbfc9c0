--[[
scores: the differences that one entity makes to sorted sets, for the parts of its indexes that are kept in them.
]]
local append, member_of = lib.write.groups.append, lib.layout.id.member

local function add_one(lists, name, value)
  local list = lists[name]
  if list then list[#list + 1] = value else lists[name] = { value } end
end

-- an entry that is nothing but a score
local function score(entries, key, member, was, is)
  if was == is then return end
  if is then append(entries.sorted, key, is, member) else add_one(entries.unsorted, key, member) end
end

local function entry_of(entries, part, member, before, after)
  local key, entry, from, was, to, is = part.index.key, part.entry, nil, nil, nil, nil
  if before then from, was = entry(part.index, before) end
  if after then to, is = entry(part.index, after) end
  if from == to and was == is then return end
  if from and from ~= to then add_one(entries.unsorted, key, from .. member) end
  if to then append(entries.sorted, key, is, to .. member) end
end

function module.note(entries, part, id, before, after)
  local member = member_of(true, id)
  for i = 1, #part do
    local one = part[i]
    local at = one.at
    if at then score(entries, one.index.key, member, before and before[at] or nil, after and after[at] or nil)
    else entry_of(entries, one, member, before, after) end
  end
end
