--[[
count: how many ids fit a plan, in a call: by what the indexes know, by the server's set algebra, or by reading them.
]]
function module.run(state, strategy)
  local known = lib.query.exact_size.of_only(state)
  if known then
    strategy.shown = 'by size'
    return known
  end
  if not lib.query.common_size.applies(state) then return lib.query.collect.count(state, strategy) end
  strategy.shown = 'by intersection'
  return lib.query.common_size.count(state)
end

-- the answer of what the indexes know, with how it came, and the bytes of its rows; nothing where they do not know it
function module.known(state)
  local total = lib.query.exact_size.of(state)
  if not total then return nil end
  local strategy = { name = 'by size', phases = { state.plan or state.models[1].all } }
  return { {}, false, total, false, lib.query.trace.of(state, strategy), true }, 0
end
