--[[
reader: the changes of one call as they stand in ARGV, checked against what is stored.

ARGV[1..] all  of the script
]]
local states, read_run = lib.write.state, lib.write.runs.read
-- what a call deletes of entities that are due, at most, beside what it was asked for
local MOST = 40

-- `few`: how many entities that are due may be deleted beside what was asked for
local function read(set, at, last, few)
  while at < last and not set.refusal do at = read_run(set, at) end
  if set.refusal then return end
  set.given = #set.list
  if set.expires then lib.write.lifespans.note(set, few or math.min(set.given + 1, MOST)) end
  if set.follows then lib.write.deletion.cascade.follow(set) end
  if set.refusal then return end
  if set.ends or set.links then lib.write.new_ends.resolve(set) end
  if set.refers then lib.write.references.check(set) end
  if set.links or set.pairs then lib.write.links.linking.resolve(set) end
  for i = 1, #set.list do lib.write.differences.note(set.list[i]) end
  states.check_all(set)
end

-- `part`: how many models, and the places in ARGV of the first descriptor and of the last value of a change; model_of gives the
-- model that a descriptor stands for; follows: also what the deleted entities mean to others
function module.read(part, model_of, agreed, follows)
  local set = {
    states = {}, list = {}, touched = {}, refuse = lib.write.refusals.note, refused = false, refusal = false, refers = false, agreed = agreed,
    outdated = false, follows = follows, referred = false, expires = false, given = 0, lapsed = false, now = false, ends = false,
    there = {}, links = false, pairs = false, orders = false }
  for i = 1, part.models do
    local model, refusal, learned = model_of(ARGV[part.first + i - 1])
    set.states[i], set.refusal = states.new(model), set.refusal or refusal
    set.states[i].learned, set.refers, set.expires = learned or false, set.refers or model.references, set.expires or model.expiry
  end
  read(set, part.first + part.models, part.last, part.few)
  return set
end
