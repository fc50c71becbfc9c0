--[[
count: how many ids fit a plan, in a call: by what the indexes know, by the server's set algebra, or by reading them.
]]
function module.run(state, strategy)
  local known = lib.query.exact_size.of_only(state)
  if known then return known end
  return (lib.query.common_size.applies(state) and lib.query.common_size or lib.query.collect).count(state, strategy)
end
