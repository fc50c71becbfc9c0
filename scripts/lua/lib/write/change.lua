--[[
change: what is known of one change, all members at once: a table that grows is made anew several times.

state, id, key and shape say of what; `first` is the place in ARGV behind which its values stand, `position` its place in the call.
before, after: the row as stored and as it will be, by position. blind: what is stored does not count, since its time has come.
timed: until when the entity lives, as text, where the change says so; empty for ever. lives_until: what its row has of that. stays: what the row keeps of
the values that the change gives, by their place.
]]
function module.new(state, id, shape, first, position)
  return {
    state = state, id = id, key = id ~= '' and state.model.row .. id, shape = shape, first = first, position = position,
    before = false, after = false, again = false, blind = false, timed = false, lives_until = false, sums = false, stays = false, held = false, pairs = false,
    told = false, tell = false, member = false, replaces = false, row = false, encoded = false, lapsed = false, needed = false, waits = false, parent = false,
  }
end
