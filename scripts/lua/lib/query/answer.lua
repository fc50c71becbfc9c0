--[[
answer: what the caller of query.lua gets, and where the next slice goes on.
]]
local function continuation(strategy, at, more)
  if not at then return false end
  more.at, more.strategy = at, strategy.name
  return cjson.encode(more)
end

local function traced(strategy)
  if not call.trace then return false end
  local sizes = {}
  local function visit(node)
    sizes[#sizes + 1] = { node.n or 0, lib.query.node.size(node), call.trace[node.n] or cjson.null }
    for _, input in ipairs(node.inputs or { node.input }) do visit(input) end
  end
  if call.filter then visit(call.filter) end
  return cjson.encode({ strategy = strategy.name, total = lib.query.node.size(call.model.all), sizes = sizes, narrowed = strategy.phases[1].narrowed or cjson.null })
end

function module.count(strategy)
  local total, at = lib.query.collect.count(strategy)
  return { {}, continuation(strategy, at, {}), total, false, traced(strategy) }
end

function module.page(strategy)
  local found, skipped, at = lib.query.collect_page.run(strategy)
  return { lib.query.rows.read(found, call.fields), continuation(strategy, at, {}), skipped, false, traced(strategy) }
end

local function cut(found, first, last, whole)
  local list, keys = {}, {}
  for i = first, math.min(last, #found) do
    list[#list + 1] = found[i][1]
    if not whole then keys[#keys + 1] = lib.query.sort_keys.reply(found[i][2]) end
  end
  return list, keys
end

function module.sorted(strategy, got)
  local found, at, tie = lib.query.collect_sorted.run(strategy)
  lib.query.sorting.sort(found, call.order)
  local whole = not at and not call.from
  local last = call.limit and call.offset + call.limit or #found
  local list, keys = cut(found, whole and call.offset + 1 or 1, last, whole)
  local following = continuation(strategy, at, { tie = tie, got = got + #found })
  return { lib.query.rows.read(list, call.fields), following, 0, not whole and keys, traced(strategy) }
end
