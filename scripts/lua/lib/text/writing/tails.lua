--[[
tails: what a function of the server remembers of the lists of terms (lib/text/dictionary/known.lua) from one of its calls to the next: how many ids
each has, and where its newest leaf begins. Calls that follow each other bring texts to the same lists.

It holds while nobody else has changed such lists of the model: each call that does leaves a mark of its own as `writer` among the counts, and
what mends them takes it away. Of calls from which ids go as well nothing is remembered. An entry tells by `memory` to which one it belongs.
]]
local counts, NAME, MOST = lib.layout.counts, 'writer', 1000
-- by the counts of the model: { mark } of the last call
local memories, total = {}, 0
local function_name, calls = false, 0

-- of the functions of all servers no other call has it
local function next_mark()
  function_name, calls = function_name or lib.text.dictionary.known.now(), calls + 1
  return function_name .. ' ' .. calls
end

-- the name of the mark among the counts, which have to be read first
module.name = NAME

-- what holds, or nothing yet; until note() says so nothing does, as a call may be refused, or come to no end
function module.take(state)
  local key = state.model.counts
  local memory = memories[key]
  if not (memory and memory.mark and memory.mark == state.known[NAME]) then
    if total >= MOST then memories, total = {}, 0 end
    if not memories[key] then total = total + 1 end
    memory = { mark = false }
    memories[key] = memory
  end
  memory.mark = false
  return memory
end

-- behind all that a call writes to lists
function module.note(state, is_remembered)
  local memory, mark = memories[state.model.counts], next_mark()
  if memory then memory.mark = is_remembered and mark end
  counts.set(state, NAME, mark)
end

-- before lists are mended
function module.forget(state) counts.set(state, NAME, false) end
