--[[
foresight: what a walk that is about to turn has before it. No size tells, and no rate at which ids have passed, that rows lie together farther
on in the order: so a few ids are looked at, spread evenly over as many as take as long to walk as driving does.
]]
-- how much of what driving takes may be spent; ids read at a place; of how many places at least, and at most
local PART, RUN, LEAST, MOST = 0.04, 4, 6, 64
-- steps of a read; ids that are read where one alone has passed, which may stand there by chance
local READ, BESIDE = 3, 24

local function read(state, phase, at, distance, count)
  local place = lib.query.nodes[phase.op].further(phase, at, math.floor(distance))
  return place and lib.query.node.scan(state, phase, place, count) or {}
end

-- ids at places that many ids apart
local function spread(state, phase, at, apart, places)
  local list = {}
  for i = 1, places do
    local ids = read(state, phase, at, (i - 0.5) * apart, RUN)
    for k = 1, #ids do list[#list + 1] = ids[k] end
    if #ids < RUN then break end
  end
  return list
end

local function passing(state, strategy, list)
  for _, probe in ipairs(strategy.probes) do list = lib.query.node.keep(state, probe, list) end
  return list
end

-- the number of the place that an id was read at
local function place_of(list, id)
  for i = 1, #list do
    if list[i] == id then return math.ceil(i / RUN) end
  end
end

-- ids to the end of the page, if what is before it is as what was looked at
local function distance(state, strategy, at, missing, apart, places)
  local phase = strategy.phases[at.phase]
  local list = spread(state, phase, at.at, apart, places)
  local passed = passing(state, strategy, list)
  local last = passed[math.ceil(missing * RUN / apart)]
  local found = last and place_of(list, last) * apart
  if not found or #passed > 1 then return found end
  return #passing(state, strategy, read(state, phase, at.at, found - apart / 2, BESIDE)) > 1 and found
end

-- steps to the end of the page; false where driving is shorter, nothing where nobody can tell
function module.steps(state, strategy, at)
  local turn = strategy.turn
  local places = math.min(MOST, math.floor(PART * turn.drive / (READ + RUN * turn.entry)))
  if places < LEAST or not at.at or not lib.query.nodes[strategy.phases[at.phase].op].further then return nil end
  for _, probe in ipairs(strategy.probes) do
    -- what ends a call in its middle would end it here
    if probe.asks then return nil end
  end
  local found = distance(state, strategy, at, turn.needed - turn.passed, turn.drive / turn.entry / places, places)
  return found and found * turn.entry or false
end
