--[[
collect_page: ids in the order they come, from offset to limit; gives the number of ids skipped as well.
]]
-- which part of what a row takes is to write it
local WRITTEN = 5

-- a walk without probes does not read what it skips: the index knows what stands at a rank
local function jump(state, strategy)
  local node, offset = strategy.phases[1], state.request.offset
  if offset == 0 or node.model.lapses or state.from.at or strategy.name ~= 'walk' or #strategy.probes > 0 then return 0 end
  local skip, count = lib.query.nodes[node.op].skip, math.min(offset, lib.query.node.size(state, node))
  if not skip or count == 0 then return 0 end
  strategy.start = { phase = 1, at = skip(node, count) }
  return count
end

local function first_part(state, strategy, skipped)
  local request = state.request
  if not request.limit then return lib.query.execution.collect.LARGEST end
  local needed = request.offset - skipped + request.limit
  local probes = #strategy.probes > 0 or lib.query.node.price(state, strategy.phases[1]) > 1
  return probes and math.max(16, needed) or needed
end

function module.run(state, strategy)
  local request, found, skipped = state.request, {}, jump(state, strategy)
  local offset, limit, row = request.offset, request.limit or math.huge, lib.query.rows.price(request)
  local first, total = 1, 0
  -- rows of a walk that turns would be read in vain
  local function read()
    if not strategy.turn then lib.query.rows.ahead(state, found, first) end
    first = total + 1
  end
  local at = lib.query.execution.collect.run(state, strategy, first_part(state, strategy, skipped), row, function(list)
    local before, passing = total, math.min(offset - skipped, #list)
    skipped = skipped + passing
    total = math.min(limit, before + #list - passing)
    if before == 0 and passing == 0 and #list <= limit then found = list
    else
      for i = 1, total - before do found[before + i] = list[passing + i] end
    end
    state.found = total
    state.spent, state.owed = state.spent + (total - before) * row, state.owed + (total - before) * row / WRITTEN
    return total >= limit
  end, read)
  return found, skipped, at
end
