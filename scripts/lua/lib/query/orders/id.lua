--[[
id: order by the id, which decides ties anyhow.
]]
function module.key() return false end
function module.less() return false end
function module.parse() return false end
function module.text() return false end
