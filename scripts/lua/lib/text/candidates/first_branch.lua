--[[
first_branch: whether a branch (see lib/text/candidates/branches.lua) gives an entity: what it reads may have more, and what an earlier one has comes
once.
]]
local find, present = string.find, lib.text.matching.present

local function has(lists, branch)
  local entry, partner = branch.entry, branch.partner
  if entry and not find(lists[entry.at], entry.code, 1, true) then return false end
  return not partner or find(lists[partner.at], partner.code, 1, true) ~= nil
end

-- of branches of one term each: the number of the first that lists have, as a function
local function of_many(branches, count)
  local entries = {}
  for i, branch in ipairs(branches) do entries[i] = branch.entry end
  local groups = present.group(entries, count, function(_, i, before) return before or i end)
  return function(lists)
    local first
    for at, group in ipairs(groups) do
      for _, code in ipairs((present.of(lists[at], group))) do
        if not first or group.worth[code] < first then first = group.worth[code] end
      end
    end
    return first
  end
end

-- gives(lists, branch) for so many indexes
function module.gives(branches, count)
  local partners = 0
  for _, branch in ipairs(branches) do partners = partners + (branch.partner and 1 or 0) end
  if #branches == 1 then return function() return true end end
  if #branches > lib.text.matching.many.FEW and partners == 0 then
    local first = of_many(branches, count)
    return function(lists, branch) return first(lists) == branch end
  end
  return function(lists, branch)
    for i = 1, branch - 1 do
      if has(lists, branches[i]) then return false end
    end
    return has(lists, branches[branch])
  end
end
