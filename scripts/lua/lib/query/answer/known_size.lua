--[[
known_size: the parts of an answer (see lib/query/answer/parts.lua) to how many there are, where the indexes know it; nothing where they do not.
]]
function module.of(state)
  local total = lib.query.execution.exact_size.of(state)
  if not total then return nil end
  local strategy = { name = 'by size', phases = { state.plan or state.models[1].all } }
  return { {}, false, total, false, lib.query.answer.trace.of(state, strategy), true }, 0
end
