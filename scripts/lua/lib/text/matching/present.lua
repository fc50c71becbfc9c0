--[[
present: which of many terms stand in a forward list, and how often: those of the list are looked up, since to look for each takes too long.
]]
local find, gmatch, TERM = string.find, string.gmatch, lib.text.codes.TERM
-- a list of so many bytes for each term is searched for one after the other all the same
local LONG = 8

-- { codes, worth } for each index: each code once, and what worth(entry, number, before) says of it
function module.group(entries, count, worth)
  local groups = {}
  for at = 1, count do groups[at] = { codes = {}, worth = {} } end
  for i, entry in ipairs(entries) do
    local each = groups[entry.at]
    local before = each.worth[entry.code]
    if not before then each.codes[#each.codes + 1] = entry.code end
    each.worth[entry.code] = worth(entry, i, before)
  end
  return groups
end

-- the codes of a group that stand in a list, and how often each of them
function module.of(list, group)
  local codes, times = {}, {}
  local function note(code)
    if not times[code] then codes[#codes + 1] = code end
    times[code] = (times[code] or 0) + 1
  end
  if #list < LONG * #group.codes then
    for code in gmatch(list, TERM) do
      if group.worth[code] then note(code) end
    end
    return codes, times
  end
  for _, code in ipairs(group.codes) do
    local _, last = find(list, code, 1, true)
    while last do
      note(code)
      _, last = find(list, code, last + 1, true)
    end
  end
  return codes, times
end
