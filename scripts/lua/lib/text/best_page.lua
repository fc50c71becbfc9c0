--[[
best_page: of entities that may have all words of a search (see lib/text/best.lua), the rows of those that score highest, ties by id.
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

-- what a command reads of each entity, its last value being the forward list, for which the id comes
local function judge(asked, terms, command, take)
  local ids, score_of, rows, total, last = terms.ids, lib.text.best_score.of(terms), asked.prefix .. ':', 0, #command - 2
  for i = 1, #ids do
    local id = ids[i]
    command[2] = rows .. id
    local row = call(unpack(command))
    local score = row[last] and score_of(row[last])
    if score then
      row[last], total = id, total + 1
      take(row, score)
    end
  end
  return total
end

-- rows, how many entities were found, about how long the rows are
function module.of(asked, terms)
  local fields, items, take = asked.fields, highest(asked.limit)
  -- where the page has room for all of them, their rows are read along
  if #terms.ids <= asked.limit then
    local total = judge(asked, terms, { 'HMGET', '', unpack(fields) }, take)
    return items, total, lib.query.row.size(items)
  end
  local total = judge(asked, terms, { 'HMGET', '', fields[#fields] }, take)
  for i = 1, #items do items[i] = items[i][1] end
  local rows, size = lib.query.rows.read({ request = { fields = { unpack(fields, 1, #fields - 1) } }, models = { { key = asked.prefix } } }, items)
  return rows, total, size
end
