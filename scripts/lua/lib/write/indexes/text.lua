--[[
text: the terms of a text, which a dictionary leads from to ids (see lib/text/dictionary.lua).
]]
module.part = 'texts'

function module.note(change, index) lib.text.changes.note(change, index) end
