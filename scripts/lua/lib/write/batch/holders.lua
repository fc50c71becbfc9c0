--[[
holders: unique values that new entities take, as columns (see lib/layout/claims.lua).
]]
local claims, counts, growth, push = lib.layout.claims, lib.layout.counts, lib.write.bucket_growth, lib.write.groups.push

-- `parts`, `values`, `at`, `step`: as in lib/write/batch/columns.lua; behind these ids others may be put
function module.note(entries, parts, ids, values, at, step)
  for i = 1, #parts do
    entries.held = entries.held or {}
    entries.held[#entries.held + 1] = { index = parts[i].index, ids = ids, count = #ids, values = values, at = at + parts[i].place, step = step }
  end
end

-- those that the call takes or gives back otherwise are looked at together with these
function module.unite(entries)
  local state = entries.state
  if not entries.held or not (state.held or state.freed) then return end
  for _, column in ipairs(entries.held) do
    for i = 1, column.count do
      push(state, 'held', column.index, column.values[column.at + (i - 1) * column.step], { id = column.ids[i], position = 0 }, false)
    end
  end
  entries.held = false
end

local function total_of(entries, column) return counts.get(entries.state, column.index.buckets) or 1 end

-- the last check: whether all were free
function module.take(entries)
  local held = entries.held
  for i = 1, #held do
    if not claims.take_all(held[i], total_of(entries, held[i])) then
      for before = 1, i - 1 do claims.release(held[before], total_of(entries, held[before])) end
      return false
    end
  end
  return true
end

function module.add(entries)
  local sums = {}
  for _, column in ipairs(entries.held) do
    sums[column.index] = (sums[column.index] or 0) + column.count
    counts.add(entries.state, column.index.size, column.count)
  end
  growth.fit_all(entries.state, sums)
end
