--[[
reversed: texts from their ends, in byte order: the index form of a value has its characters in reverse.
]]
local lexical = lib.write.indexes.lexical

module.part, module.entry, module.put, module.take = lexical.part, lexical.entry, lexical.put, lexical.take
