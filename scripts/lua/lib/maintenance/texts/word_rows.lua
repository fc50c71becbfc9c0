--[[
word_rows: whether the terms of texts lead to their entities (see lib/maintenance/texts/words.lua), so many terms a call. A cursor is the number of
the text that comes next, and the place in its forward list.
]]
local codes, check_term = lib.text.codes, lib.maintenance.texts.words.check
local MOST = 500

-- an index that is not complete has only some of the words
local function complete(model)
  local result = {}
  for _, index in ipairs(model.indexes) do
    if index.kind == 'text' and not index.state then result[#result + 1] = index end
  end
  return result
end

local function list_of(state, index, id)
  if redis.call('TYPE', state.model.row .. id).ok ~= 'hash' then return '' end
  return redis.call('HGET', state.model.row .. id, state.model.fields[index.at[1]]) or ''
end

-- from a place of its list on, at most so many terms; how many that were, and the place of the next
local function check_text(state, index, part, tell, repairs)
  local list, seen, count = list_of(state, index, part.id), {}, 0
  local first, last = string.find(list, codes.TERM, part.at)
  while first and count < part.most do
    local code = string.sub(list, first, last)
    if not seen[code] then check_term(state, index, codes.number(code), part.id, tell, repairs) end
    seen[code], count = true, count + 1
    first, last = string.find(list, codes.TERM, last + 1)
  end
  return count, first
end

-- the texts of some entities in these indexes, from a cursor on; the cursor of the next part, `0` behind the last
local function check_part(state, indexes, ids, cursor, tell, repairs)
  local text, at = string.match(cursor, '^(%d+) (%d+)$')
  local left = MOST
  for number = tonumber(text or 0), #ids * #indexes - 1 do
    local part = { id = ids[math.floor(number / #indexes) + 1], at = tonumber(at or 1), most = left }
    local count, following = check_text(state, indexes[number % #indexes + 1], part, tell, repairs)
    if following then return number .. ' ' .. following end
    left, at = left - count, 1
  end
  return '0'
end

-- problems as [what, name, id], and the cursor of the next part
function module.check(model, ids, cursor, repairs)
  local state, problems = lib.write.state.new(model), {}
  local function tell(what, name, id) problems[#problems + 1] = { what, name, id } end
  if repairs then lib.text.writing.tails.forget(state) end
  local following = check_part(state, complete(model), ids, cursor, tell, repairs)
  if state.changed then lib.layout.counts.write(state) end
  return problems, following
end
