--[[
lists: the lists of ids of terms after a call (see lib/layout/posting.lua). Rare terms have none.
]]
local posting, leaves, call = lib.layout.posting, lib.layout.leaves, redis.call

-- work(state, name, ids) for each list from which any go
local function each_left(state, work)
  for _, words in pairs(state.words) do
    for _, entry in ipairs(words.left) do
      if entry.name then work(state, entry.name, words.gone[entry]) end
    end
  end
end

-- the sizes that a call needs
function module.names(state, names)
  lib.text.sizes.names(state, names)
  for _, words in pairs(state.words) do lib.text.words.gather(words) end
  if not state.model.integer then return end
  local size = #names
  for _, words in pairs(state.words) do
    local coming = words.coming
    for i = 1, #coming do names[size + i] = coming[i].name end
    size = size + #coming
  end
  each_left(state, function(_, name) size, names[size + 1] = size + 1, name end)
end

-- what is not a list is found before anything is written
function module.check(state)
  lib.text.words.identify(state)
  for _, words in pairs(state.words) do
    local coming, sizes = words.coming, state.model.integer and state.known
    for i = 1, #coming do
      local entry = coming[i]
      if not sizes then call('ZCARD', entry.key)
      elseif not sizes[entry.name] then leaves.check(entry.key) end
    end
  end
  each_left(state, posting.check)
end

function module.remove(state) each_left(state, posting.remove) end

function module.add(state)
  for _, words in pairs(state.words) do
    local coming, ids, sizes = words.coming, words.ids, state.model.integer and state.known
    for i = 1, #coming do
      local entry = coming[i]
      -- most lists are one set with room
      if not sizes or sizes[entry.name] or not leaves.fill(entry.key, ids[i]) then posting.add(state, entry.name, ids[i]) end
    end
  end
end
