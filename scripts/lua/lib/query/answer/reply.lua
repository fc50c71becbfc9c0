--[[
reply: the answer of query.lua, with what is loaded along, as one JSON text or, where the rows are long, nested.
]]
function module.to(state)
  local request = state.request
  local is_size = request.mode == 'size'
  if is_size and not state.trace then return lib.query.execution.exact_size.of(state) end
  local parts, size = (is_size and lib.query.answer.known_size.of or lib.query.answer.parts.of)(state)
  if not parts or state.refusal then return state.refusal or false end
  if request.with then
    local more
    parts[6], parts[7], more = parts[6] or false, lib.query.answer.related.of(state, request, parts[1])
    size = size + more
  end
  if state.commands then parts[6], parts[7], parts[8] = parts[6] or false, parts[7] or false, lib.query.commands.of(state) end
  return size > lib.layout.reply.LONG * #parts[1] and parts or cjson.encode(parts)
end
