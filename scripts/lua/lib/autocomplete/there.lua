--[[
there: which beginnings of words any title has; all of them are keys.

Many are asked for together, and halved until those that are there are found (Dorfman, The Detection of Defective Members of Large Populations, 1943).
`checks` of the state is how many may yet be asked for.
]]
local prefix_of = lib.autocomplete.keys.prefix

function module.is_any(state, prefixes, first, last)
  for _, type in ipairs(state.types) do
    local lists = {}
    for i = first, last do lists[#lists + 1] = prefix_of(state.base, type, prefixes[i]) end
    state.checks = state.checks - #lists
    if redis.call('EXISTS', unpack(lists)) > 0 then return true end
  end
  return false
end

-- visit those from `first` to `last` that are there; visit returns true to stop
function module.each(state, prefixes, first, last, visit)
  if state.checks <= 0 then return true end
  if not module.is_any(state, prefixes, first, last) then return false end
  if first == last then return visit(prefixes[first]) end
  local middle = math.floor((first + last) / 2)
  return module.each(state, prefixes, first, middle, visit) or module.each(state, prefixes, middle + 1, last, visit)
end

-- how many titles have a word that begins so
function module.titles(state, prefix)
  local sum = 0
  state.checks = state.checks - #state.types
  for _, type in ipairs(state.types) do sum = sum + redis.call('ZCARD', prefix_of(state.base, type, prefix)) end
  return sum
end
