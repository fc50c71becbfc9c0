--[[
rereading: a call is read again, before anything is written, where another program declares one of its models differently (outdated), or
where entities go to which others lead (referred).
]]
function module.is_needed(state, set)
  if state.deleted and state.known.referrers and not set.follows then
    lib.write.deletion.referred.expect(state.model)
    set.referred = true
  end
  if not set.agreed and not state.named and state.known.schema ~= state.model.schema then set.outdated = true end
  return set.outdated or set.referred
end
