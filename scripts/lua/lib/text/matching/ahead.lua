--[[
ahead: rows that are read together with the texts by which they are judged, where a page has room for all of them: one command an entity
instead of two. `rows` of the state has them by id until lib/query/rows.lua takes them.
]]
-- what a page leaves out is read in vain
local MOST = 64

-- HMGET of a row and its forward lists, its key still to be set; nil where rows are better read at the end
local function command_of(state, node, count)
  local request, fields = state.request, state.request.fields
  if not fields or not state.needed or count > math.min(state.needed, MOST) then return nil end
  if node.model ~= state.models[1] or node.model.lapses or string.find(fields[#fields] or '', '^~') or #fields > 100 then return nil end
  if #state.searches > 1 or request.plan.op ~= 'text' then return nil end
  local command = { 'HMGET', '', unpack(fields) }
  for _, index in ipairs(node.indexes) do command[#command + 1] = index.field end
  return command
end

-- read(key, id, lists) fills the forward lists of an entity, and keeps its row
function module.reader(state, node, count)
  local command = command_of(state, node, count)
  if not command then return nil end
  local rows, width, call = {}, #state.request.fields, redis.call
  state.rows = rows
  return function(key, id, lists)
    command[2] = key
    local row = call(unpack(command))
    for at = #row - width, 1, -1 do lists[at], row[width + at] = row[width + at] or '', nil end
    rows[id], row[width + 1] = row, id
  end
end
