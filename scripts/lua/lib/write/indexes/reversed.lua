--[[
reversed: texts from their ends, in byte order: the index form of a value has its characters in reverse.
]]
local lexical = lib.write.indexes.lexical

module.entries, module.put, module.take = lexical.entries, lexical.put, lexical.take
