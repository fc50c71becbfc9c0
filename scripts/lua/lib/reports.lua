--[[
reports: what an answer says about its way: where the next slice goes on, and the trace of explain().
]]
local function continuation(at, more)
  if not at then return false end
  more.at, more.strategy = at, strategy.name
  return cjson.encode(more)
end

local function traced(spent)
  if not trace then return false end
  local sizes = {}
  local function visit(node)
    sizes[#sizes + 1] = { node.n or 0, size(node), trace[node.n] or cjson.null }
    for _, input in ipairs(node.inputs or { node.input }) do visit(input) end
  end
  if request.filter then visit(request.filter) end
  return cjson.encode({ strategy = strategy.name, total = size(model.all), sizes = sizes, costs = costs or cjson.null,
    narrowed = strategy.phases[1].narrowed or cjson.null, spent = spent or 0 })
end
