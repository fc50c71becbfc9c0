--[[
referred: models to which something led when entities were deleted from them last. It is a hint that spares a second reading of the
call: what really leads there is asked in every call.
]]
local expected, total = {}, 0

function module.expect(model)
  if total >= 1000 then expected, total = {}, 0 end
  if not expected[model.key] then expected[model.key], total = true, total + 1 end
end

function module.is_expected(model) return expected[model.key] end
