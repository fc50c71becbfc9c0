--[[
score: order by how well an entity fits the searches of the plan.
]]
function module.key(state, _, _, id) return lib.query.sorting.ranking.score(state, id) end
function module.less(a, b) return a < b end
function module.parse(text) return tonumber(text) end
function module.text(key) return string.format('%.17g', key) end
