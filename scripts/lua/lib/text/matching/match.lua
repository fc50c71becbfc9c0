--[[
match: whether texts fit a search, and how well: a part of an opened search (see lib/text/matching/search.lua) as a function that gives the score
of the texts of an entity (see lib/text/matching/weights.lua), nil where they do not fit.
]]
local weights, phrase, many = lib.text.matching.weights, lib.text.matching.phrase, lib.text.matching.many

local function all(inputs)
  return function()
    local sum = 0
    for i = 1, #inputs do
      local found = inputs[i]()
      if not found then return nil end
      sum = sum + found
    end
    return sum
  end
end

local function none(input)
  return function() return not input() and 0 or nil end
end

-- a phrase tells what its words do
local function of_phrase(part, texts)
  local places, tells = part.places, {}
  for _, entries in ipairs(places) do
    if entries then tells[#tells + 1] = weights.of_entries(entries, texts) end
  end
  local sum = weights.any(tells)
  return function()
    if not phrase.stands(places, texts.lists[part.at]) then return nil end
    return sum() or 0
  end
end

local function of_many(entries, others, texts)
  local tells = { many.weight(entries, texts) }
  for i = 1, #others do tells[i + 1] = module.compile(others[i], texts) end
  return weights.any(tells)
end

function module.compile(part, texts)
  local entries, others = many.of(part)
  if entries then return of_many(entries, others, texts) end
  if part.places then return of_phrase(part, texts) end
  if part.entries then return weights.of_entries(part.entries, texts) end
  local inputs = {}
  for i, input in ipairs(part.inputs) do inputs[i] = module.compile(input, texts) end
  if part.op == 'not' then return none(inputs[1]) end
  return part.op == 'and' and all(inputs) or weights.any(inputs)
end
