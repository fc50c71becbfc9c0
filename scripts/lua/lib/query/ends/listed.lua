--[[
listed: for each row the entities of its list or sorted set, in that order or the reverse of it, a list's as often as they stand there;
false where the call has no time for them.
]]
-- steps that a call may take in all, so that it stays below 5 ms, and ids that are read at once
local MOST, PART = 4500, 64

-- those of some ids that fit the condition
local function fitting(state, asked, ids)
  if not asked then return ids end
  local distinct, has, before = {}, {}, asked.spent
  for i = 1, #ids do
    if not has[ids[i]] then distinct[#distinct + 1], has[ids[i]] = ids[i], true end
  end
  local fits = {}
  for _, id in ipairs(lib.query.node.keep(asked, asked.plan, distinct)) do fits[id] = true end
  state.spent = state.spent + asked.spent - before
  return lib.query.lists.select(ids, function(id) return fits[id] end)
end

-- ids from one place to another, counted from the end that comes first
local function range(part, id, first, last)
  local key = part.own .. id
  if part.kind == 'sortedSet' then return redis.call(part.reverse and 'ZREVRANGE' or 'ZRANGE', key, first, last) end
  if not part.reverse then return redis.call('LRANGE', key, first, last) end
  local ids, turned = redis.call('LRANGE', key, -1 - last, -1 - first), {}
  for i = #ids, 1, -1 do turned[#turned + 1] = ids[i] end
  return turned
end

local function one(state, part, read, asked, id)
  local rows, at, most = {}, 0, part.limit or math.huge
  while #rows < most do
    if lib.query.clock.is_over(state, MOST) then return false end
    local last = at + (asked and PART or math.min(PART, most - #rows)) - 1
    local ids = range(part, id, at, last)
    for _, each in ipairs(fitting(state, asked, ids)) do
      if #rows < most then rows[#rows + 1] = read(each) end
    end
    -- a condition that takes several calls is asked by the caller
    if asked and asked.stopped then return false end
    state.spent = state.spent + 3 + #ids
    if #ids <= last - at then return rows end
    at = last + 1
  end
  return rows
end

function module.read(state, part, rows)
  local lists, all, read = {}, {}, lib.query.ends.reader.of(state, part)
  local asked = part.plan and lib.query.state.open({ models = part.models, plan = part.plan, budget = MOST })
  for i = 1, #rows do
    lists[i] = type(rows[i]) == 'table' and one(state, part, read, asked, rows[i][#rows[i]])
    for k = 1, lists[i] and #lists[i] or 0 do all[#all + 1] = lists[i][k] end
  end
  return lists, all
end
