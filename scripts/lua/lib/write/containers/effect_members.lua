--[[
effect_members: those effects of a call (lib/write/containers/effects.lua) that go to containers with an index, with its entries. They are executed when
the entities are written; of one container all together, so that an entry comes or goes by what they lead to.
]]
local layout, members, lists, counts = lib.layout.members, lib.write.containers.members, lib.write.lists, lib.layout.counts

-- why an effect cannot be executed, or nil; `grown`: by how many values each container grows at most by the effects before
function module.refusal(grown, effect)
  local index, id, key = effect.index, effect.change.id, effect.key
  local values = lib.write.containers.member_commands.values(effect.command, effect.args)
  local before = effect.fresh and {} or layout.present(index, id, values)
  grown[key] = (grown[key] or 0) + lib.write.containers.member_commands.growth(effect.command, effect.args, values, before)
  return grown[key] > 0 and members.too_many(index, id, effect.fresh and grown[key] or layout.size(index, id) + grown[key])
end

local function by_container(effects)
  local groups, by_key = {}, {}
  for _, effect in ipairs(effects) do
    local group = by_key[effect.key]
    if effect.index and not group then
      group = {}
      by_key[effect.key], groups[#groups + 1] = group, group
    end
    if effect.index then group[#group + 1] = effect end
  end
  return groups
end

local function execute(group, state)
  local first = group[1]
  local index, change = first.index, { state = state, id = first.change.id }
  -- several may change what each other names
  local values = not group[2] and lib.write.containers.member_commands.values(first.command, first.args) or nil
  local before = layout.present(index, change.id, values)
  for _, effect in ipairs(group) do redis.call(effect.command, effect.key, unpack(effect.args)) end
  lib.write.indexes.members.note_between(change, index, before, layout.present(index, change.id, values))
end

local function write(state)
  local names = {}
  if state.model.integer then lists.names(state, names) end
  counts.read(state, names)
  if state.gone then lists.remove(state) end
  if state.come then lists.add(state) end
  if state.changed then counts.write(state) end
end

function module.write(effects)
  local states = {}
  for _, group in ipairs(by_container(effects)) do
    local model = group[1].change.state.model
    -- what the call has read of it is no more true
    states[model] = states[model] or lib.write.state.new(model)
    execute(group, states[model])
  end
  for _, state in pairs(states) do write(state) end
end
