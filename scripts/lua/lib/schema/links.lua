--[[
links: what two descriptors of a model say of its sides of many-to-many relations, as one list: those of both stay.
]]
local with, same = lib.schema.tables.with, lib.schema.tables.same

local function by_name(links)
  local result = {}
  for _, link in ipairs(links or {}) do result[link.name] = link end
  return result
end

-- where a side is kept, for a message
local function shown(link) return link.kind .. ' ' .. link.model .. ' #' .. link.out end

-- each program heeds its own word on doubles in a list
local function is_kept_alike(link, other) return same(with(link, { unique = false }), with(other, { unique = false })) end

-- why the caller may not write: it would keep a side otherwise: [model, what differs, its name, here, there]
function module.refusal(own, stored)
  local theirs = by_name(stored.links)
  for _, link in ipairs(own.links or {}) do
    local other = theirs[link.name]
    if other and not is_kept_alike(link, other) then return { own.model, 'relation', link.name, shown(link), shown(other) } end
  end
end

-- the list, nil where there is none; whether it is news to the server
function module.of(own, stored)
  local result, mine = with(own.links or {}, {}), by_name(own.links)
  local is_news, known = false, by_name(stored.links)
  for name in pairs(mine) do is_news = is_news or not known[name] end
  for _, link in ipairs(stored.links or {}) do
    if not mine[link.name] then result[#result + 1] = link end
  end
  return #result > 0 and result or nil, is_news
end
