--[[
ranking: how well entities fit the searches of a plan. What a search must not find counts for nothing.
]]
function module.score(state, id)
  local searches, sum = state.searches, 0
  -- a single search has judged what it gave
  local opened = #searches == 1 and searches[1].opened
  if opened and opened.scores[id] then return opened.scores[id] end
  for _, node in ipairs(searches) do sum = sum + (lib.query.nodes.text.score(state, node, id) or 0) end
  return sum
end

-- what the searches hand on to the next slice, by the number of their node; nil where there are none
function module.handed_on(state)
  if #state.texts == 0 then return nil end
  local frozen, kept = {}, state.from.text or {}
  for _, node in ipairs(state.texts) do
    local number = tostring(node.n)
    frozen[number] = node.opened and node.opened.frozen or kept[number]
  end
  return frozen
end
