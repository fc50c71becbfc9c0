--[[
trace: what explain() is told: the strategy, and of each node its size, ids that came and ids that it kept,
and of a node with several ways the one that it went (`node.way`).
]]
function module.of(state, strategy)
  if not state.trace then return false end
  local sizes = {}
  lib.query.commands.pause()
  local function visit(node)
    sizes[#sizes + 1] = { node.n, lib.query.node.size(state, node), state.trace[node.n] or cjson.null, node.way or cjson.null }
    for _, input in ipairs(node.inputs or { node.input }) do visit(input) end
  end
  if state.plan then visit(state.plan) end
  local total = lib.query.node.size(state, state.models[1].all)
  lib.query.commands.go_on(state)
  return cjson.encode({ strategy = strategy.shown or strategy.name, total = total, sizes = sizes, narrowed = strategy.phases[1].narrowed or cjson.null })
end
