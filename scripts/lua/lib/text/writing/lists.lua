--[[
lists: the lists of ids of terms after a call (see lib/layout/posting.lua). Rare terms have none.
]]
local posting, growing, tails, call = lib.layout.posting, lib.text.writing.growing, lib.text.writing.tails, redis.call

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
  lib.text.writing.sizes.names(state, names)
  if state.model.integer then each_left(state, function(_, name) names[#names + 1] = name end) end
end

-- what is not a list is found before anything is written
function module.check(state)
  lib.text.writing.words.identify(state)
  local memory = state.model.integer and tails.take(state)
  for _, words in pairs(state.words) do
    lib.text.writing.words.gather(words)
    if state.model.integer then growing.find(state, words, memory)
    else
      for _, entry in ipairs(words.coming) do call('ZCARD', entry.key) end
    end
  end
  each_left(state, posting.check)
end

function module.remove(state) each_left(state, posting.remove) end

function module.add(state)
  local is_growing = true
  for _, words in pairs(state.words) do
    local coming, ids = words.coming, words.ids
    is_growing = is_growing and not words.left[1]
    if state.model.integer then growing.add(state, words)
    else
      for i = 1, #coming do posting.add(state, coming[i].name, ids[i]) end
    end
  end
  if state.model.integer then tails.note(state, is_growing) end
end
