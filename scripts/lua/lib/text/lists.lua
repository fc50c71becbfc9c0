--[[
lists: the lists of ids of terms after a call (see lib/layout/posting.lua). Rare terms have none.
]]
local posting = lib.layout.posting

-- work(state, name, changes) for each list to which any come
local function each_coming(state, work)
  for _, words in pairs(state.words) do
    local terms, by_term, come = words.terms, words.by_term, words.come
    for i = 1, #terms do
      local term = terms[i]
      local name, changes = by_term[term].name, come[term]
      if name and changes[1] then work(state, name, changes) end
    end
  end
end

-- the same for each list from which any go
local function each_left(state, work)
  for _, words in pairs(state.words) do
    for _, entry in ipairs(words.left) do
      if entry.name then work(state, entry.name, words.gone[entry]) end
    end
  end
end

local function ids_of(changes)
  local ids = {}
  for i = 1, #changes do ids[i] = changes[i].id end
  return ids
end

-- the sizes that a call needs
function module.names(state, names)
  lib.text.sizes.names(state, names)
  if not state.model.integer then return end
  local size = #names
  local function note(_, name) size, names[size + 1] = size + 1, name end
  each_coming(state, note)
  each_left(state, note)
end

-- what is no list is found before anything is written
function module.check(state)
  each_coming(state, posting.check)
  each_left(state, posting.check)
end

function module.remove(state)
  each_left(state, function(_, name, changes) posting.remove(state, name, ids_of(changes)) end)
end

function module.add(state)
  each_coming(state, function(_, name, changes) posting.add(state, name, ids_of(changes)) end)
end
