--[[
checks: what a call needs to know before it writes the changes of documents (see lib/search/changes.lua).
]]
local function names_of(state)
  local names = { 'next' }
  lib.write.holders.names(state, names)
  lib.write.lists.names(state, names)
  if state.words then lib.text.writing.lists.names(state, names) end
  return names
end

-- what refuses is found before anything is written
function module.run(state)
  local set = { refuse = function(self, code, ...) self.refusal = redis.error_reply(code .. ' ' .. cjson.encode({ ... })) end }
  state.alone = #state.list == 1
  if state.words then lib.text.writing.changes.resolve(state) end
  lib.layout.counts.read(state, names_of(state))
  if state.held then lib.write.holders.check(state, set) end
  if state.wanted then lib.write.numbering.take(state, set) end
  lib.write.lists.check(state)
  if state.words then lib.text.writing.lists.check(state) end
  return set.refusal
end
