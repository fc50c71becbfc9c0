--[[
given: the models that callers give.

A caller's descriptor begins with its name, the digest of what follows (src/write/descriptor.ts): who has sent it may send the name
alone from then on. What the server makes of several descriptors has a name as well, and is not known by it.
]]
local models = lib.write.models
local HEAD = '^{"schema":"(%x+)",'
local by_name, total = {}, 0

local function is_name_of(text, name) return string.sub(redis.sha1hex('{' .. string.sub(text, #name + 14)), 1, #name) == name end

-- the model of a descriptor or of the name of one; nothing where the name is not known
function module.model(text)
  local known = by_name[text]
  if known or string.byte(text) ~= 123 then return known end
  local model = models.of(text)
  local name = string.match(text, HEAD)
  if name and not by_name[name] and is_name_of(text, name) then
    if total >= 1000 then by_name, total = {}, 0 end
    by_name[name], total = model, total + 1
  end
  return model
end
