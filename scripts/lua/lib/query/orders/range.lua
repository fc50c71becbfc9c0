--[[
range: order by a number.
]]
-- keys are numbers, compared as they are
module.NUMBERS = true
function module.key(_, stored) return stored and tonumber(stored) end
function module.less(a, b) return a < b end

function module.parse(text) return tonumber(text) end

-- 0 and -0 are one number, and so one tie
function module.text(key) return key == 0 and '0' or string.format('%.17g', key) end
