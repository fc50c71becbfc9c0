--[[
page: of entities that may have all words of a search (see lib/text/best/answer.lua), the rows of those that score highest, ties by id.
]]
local call = redis.call

-- takes(item, score) of ids in their order keeps those with the highest scores in `items`
local function highest(limit)
  local items, scores, size = {}, {}, 0
  return items, function(item, score)
    if size < limit then size = size + 1 elseif score <= scores[size] then return end
    local at = size
    while at > 1 and scores[at - 1] < score do
      items[at], scores[at] = items[at - 1], scores[at - 1]
      at = at - 1
    end
    items[at], scores[at] = item, score
  end
end

-- read(id) gives the forward list of an entity, and what stands for it in the page
local function judge(terms, read, take)
  local ids, score_of, total = terms.ids, lib.text.best.score.of(terms), 0
  for i = 1, #ids do
    local list, item = read(ids[i])
    local score = list and score_of(list)
    if score then
      total = total + 1
      take(item, score)
    end
  end
  return total
end

-- the list with its row, which is read along
local function with_row(rows, fields)
  local command, last = { 'HMGET', '', unpack(fields) }, #fields
  return function(id)
    command[2] = rows .. id
    local row = call(unpack(command))
    local list = row[last]
    row[last] = id
    return list, row
  end
end

local function alone(rows, field) return function(id) return call('HGET', rows .. id, field), id end end

-- rows, how many entities were found, about how long the rows are
function module.of(asked, terms)
  local fields, prefix, items, take = asked.fields, asked.prefix .. ':', highest(asked.limit)
  -- where the page has room for all of them
  if #terms.ids <= asked.limit then
    local total = judge(terms, with_row(prefix, fields), take)
    return items, total, lib.query.row.size(items)
  end
  local total = judge(terms, alone(prefix, fields[#fields]), take)
  local rows, size = lib.query.rows.read({ request = { fields = { unpack(fields, 1, #fields - 1) } }, models = { { key = asked.prefix } } }, items)
  return rows, total, size
end
