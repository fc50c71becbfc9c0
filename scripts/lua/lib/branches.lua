--[[
branches: and, or, not over other nodes.

The smallest input of an `and` drives, the others are probed. An `or` gives its inputs one after the other, each without
what an earlier one has, so that nothing has to be remembered between two slices. A `not` probes.
]]
-- @include lib/leaves
-- @include lib/conjunction

local function without(list, gone)
  if #gone == 0 then return list end
  local set = {}
  for _, id in ipairs(gone) do set[id] = true end
  return select_ids(list, function(id) return not set[id] end)
end

kinds['or'] = {
  size = function(node)
    local total = 0
    for _, input in ipairs(node.inputs) do total = total + size(input) end
    return math.min(total, size(model.all))
  end,
  scan = function(node, at, count)
    local branch = at and at.branch or 1
    local list, next = scan(node.inputs[branch], at and at.at, count)
    for i = 1, node.disjoint and 0 or branch - 1 do list = without(list, keep(node.inputs[i], list)) end
    if next then return list, { branch = branch, at = next } end
    if branch < #node.inputs then return list, { branch = branch + 1 } end
    return list, nil
  end,
  keep = function(node, list)
    local found, rest = {}, list
    for _, input in ipairs(node.inputs) do
      local hits = keep(input, rest)
      for _, id in ipairs(hits) do found[id] = true end
      rest = without(rest, hits)
    end
    return select_ids(list, function(id) return found[id] end)
  end,
}

kinds['not'] = {
  size = function(node) return math.max(0, size(model.all) - size(node.input)) end,
  scan = function(node, at, count)
    local list, next = scan(model.all, at, count)
    return keep(node, list), next
  end,
  keep = function(node, list) return without(list, keep(node.input, list)) end,
}
