--[[
together: what dictionaries have of the terms of a search of many, read in few commands.
]]
local lookup = lib.text.dictionary.lookup
-- fewer are looked up one by one
local FEW = 24

-- whether a term has to be looked up: neither is it known, nor known to be missing
local function is_open(node, at, term)
  local listed = node.opened.listed[at]
  return not (listed and listed[term]) and node.opened.frozen.df[at .. ' ' .. term] ~= 0
end

local function gather(node, query, by_index)
  by_index.parts = by_index.parts + 1
  local terms = query.terms or query.at and node.opened.frozen.words[tostring(by_index.parts)] or {}
  for _, term in ipairs(terms) do
    if is_open(node, query.at, term) then table.insert(by_index[query.at], term) end
  end
  for _, input in ipairs(query.inputs or { query.input }) do gather(node, input, by_index) end
end

-- values by term for each index, an empty table where terms are few
function module.of(state, node)
  local by_index, found = { parts = 0 }, {}
  for at = 1, #node.indexes do by_index[at], found[at] = {}, {} end
  gather(node, node.query, by_index)
  for at, terms in ipairs(by_index) do
    if #terms > FEW then
      state.spent = state.spent + #terms
      local values = lookup.get_all(node.indexes[at].dictionary, terms)
      for i, term in ipairs(terms) do found[at][term] = values[i] or false end
    end
  end
  return found
end
