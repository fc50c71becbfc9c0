--[[
text: the terms of a text, which a dictionary leads from to ids (see lib/text/dictionary/store.lua).
]]
module.part = 'texts'

function module.note(change, index) lib.text.writing.changes.note(change, index) end
