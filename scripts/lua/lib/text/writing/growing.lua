--[[
growing: lists of whole numbers to which ids come (see lib/layout/tree.lua). Most lists are one set with room, and most trees grow at their ends:
ids that belong to the newest leaf of each are written without a look at the tree.

sizes: of the lists, false of those that are one set; starts: where the newest leaf begins of those trees whose ids belong there.
]]
local leaves, tree, text, put = lib.layout.leaves, lib.layout.tree, lib.layout.id.text, lib.text.writing.new_lists.put

local function names_of(coming)
  local names = {}
  for i = 1, #coming do names[i] = coming[i].name end
  return names
end

-- where ids go from lists as well, their leaves may end
local function least_of(words)
  if words.left[1] then return -1 end
  local least, subjects = math.huge, words.subjects
  -- one that is refused has no id
  for i = 1, #subjects do least = math.min(least, tonumber(subjects[i]) or -1) end
  return least
end

-- what is not a list is found before anything is written
function module.find(state, words)
  local coming, starts = words.coming, {}
  local sizes, least = lib.layout.list_sizes.of(state.model, names_of(coming)), least_of(words)
  for i = 1, #coming do
    local key, start = coming[i].key, false
    if not sizes[i] then leaves.check(key)
    elseif least >= 0 then start = tree.newest_leaf(key) or false end
    starts[i] = start and least >= tonumber(start) and start
  end
  words.sizes, words.starts = sizes, starts
end

local function leaf_of(state, entry, start)
  if entry.start ~= start then entry.start, entry.leaf = start, tree.leaf(state.model, entry.name, start) end
  return entry.leaf
end

function module.add(state, words)
  local coming, lists, sizes, starts, sums = words.coming, words.ids, words.sizes, words.starts, state.sums or {}
  local written = #sums
  for i = 1, #coming do
    local entry, ids, size, start = coming[i], lists[i], sizes[i], starts[i]
    local added = start and leaves.fill(leaf_of(state, entry, start), ids)
    if added then sums[written + 1], sums[written + 2], written = entry.name, text(size + added), written + 2
    elseif size or not leaves.fill(entry.key, ids) then put(state, entry.name, size, ids) end
  end
  state.sums, state.changed = sums, state.changed or {}
end
