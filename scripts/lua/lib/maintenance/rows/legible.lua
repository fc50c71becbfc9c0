--[[
legible: whether indexes can hold what a row says that somebody wrote by hand. Nobody but a person knows what was meant by an id that is none
of the model, or by a text where an index wants a number: such a row is told of, and stays as it is.
]]
local GREATEST = '9007199254740991'
module.NO_ID = 'not an id'

-- as the client writes them: src/schema/validate.ts
function module.is_id(model, id)
  if not model.integer then return id ~= '' end
  if id == '0' then return true end
  return string.find(id, '^[1-9]%d*$') ~= nil and (#id < #GREATEST or #id == #GREATEST and id <= GREATEST)
end

-- what the server takes as a score, which tonumber() alone does not tell: it takes blanks as well
local function is_number(stored)
  local number = string.find(stored, '^%-?%d[%d.eE+-]*$') and tonumber(stored)
  return number and number - number == 0
end

local function is_place(stored)
  local longitude, latitude = lib.layout.places.of(stored)
  return longitude and latitude and math.abs(longitude) <= 180 and math.abs(latitude) <= 90
end

local function is_time(stored) return #stored <= 16 and string.find(stored, '^%d+$') end

-- by the kind of index: what the value of a field has to be, and the test
local NUMBER = { 'not a number', is_number }
local WANTS = { ordered = NUMBER, geo = { 'not a place', is_place }, expiry = { 'not a time in ms', is_time } }

-- whether an index cannot hold what the row of a change says: reader.tell(id, at, fault), `at` being the position of the field
function module.is_at_fault(reader, change, index)
  local wanted = index.kind == 'composite' and index.ordered and NUMBER or WANTS[index.kind]
  local at = wanted and index.at[#index.at]
  local stored = wanted and change.after[at]
  if not stored or wanted[2](stored) then return false end
  reader.tell(change.id, at, wanted[1])
  return true
end
