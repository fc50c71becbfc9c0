--[[
growing: lists of whole numbers to which ids come (see lib/layout/tree.lua). Most lists are one set with room, and most trees grow at their ends:
ids that belong to the newest leaf of each are written without a look at the tree.

An entry has, as lib/text/writing/tails.lua remembers it, the `size` of its list, false of one that is one set; of a tree the newest `leaf`, and from
which number on ids belong there.
]]
local leaves, tree, text, put = lib.layout.leaves, lib.layout.tree, lib.layout.id.text, lib.text.writing.new_lists.put

-- where ids go from lists as well, their leaves may end
local function least_of(words)
  if words.left[1] then return -1 end
  local least, subjects = math.huge, words.subjects
  -- one that is refused has no id
  for i = 1, #subjects do least = math.min(least, tonumber(subjects[i]) or -1) end
  return least
end

-- what is not a list is found before anything is written
local function ask(state, entries, memory)
  local names = {}
  for i = 1, #entries do names[i] = entries[i].name end
  local sizes = lib.layout.list_sizes.of(state.model, names)
  for i = 1, #entries do
    local entry, size = entries[i], tonumber(sizes[i] or nil) or false
    local start = size and tree.newest_leaf(entry.key)
    if not size then leaves.check(entry.key) end
    if start and entry.start ~= start then entry.start, entry.leaf, entry.from = start, tree.leaf(state.model, entry.name, start), tonumber(start) end
    entry.size, entry.memory = size, memory
    if not start then entry.start, entry.from = false, math.huge end
  end
end

-- memory: see lib/text/writing/tails.lua
function module.find(state, words, memory)
  local coming, unknown = words.coming, {}
  for i = 1, #coming do
    if coming[i].memory ~= memory then unknown[#unknown + 1] = coming[i] end
  end
  ask(state, unknown, memory)
  words.least = least_of(words)
end

function module.add(state, words)
  local coming, lists, least, sums = words.coming, words.ids, words.least, state.sums or {}
  local written, fill = #sums, leaves.fill
  for i = 1, #coming do
    local entry, ids = coming[i], lists[i]
    local size = entry.size
    local added = size and least >= entry.from and fill(entry.leaf, ids)
    if added then
      size = size + added
      entry.size, sums[written + 1], sums[written + 2], written = size, entry.name, text(size), written + 2
    elseif size or not fill(entry.key, ids) then
      entry.memory = false
      put(state, entry.name, size, ids)
    end
  end
  state.sums, state.changed = sums, state.changed or {}
end
