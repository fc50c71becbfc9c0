--[[
count: how many ids fit a plan, in a call: by what the indexes know, by the server's set algebra, or by reading them.
]]
function module.run(state, strategy)
  local known = lib.query.execution.exact_size.of_only(state)
  if known then
    strategy.shown = 'by size'
    return known
  end
  if not lib.query.execution.common_size.applies(state) then return lib.query.execution.collect.count(state, strategy) end
  strategy.shown = 'by intersection'
  return lib.query.execution.common_size.count(state)
end
