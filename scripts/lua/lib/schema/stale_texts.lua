--[[
stale_texts: full-text indexes that nobody keeps any more say so among the counts, where every search looks.

A program relies for a second on what it heard of a schema; words that another program has split differently would be missing from its
answers meanwhile.
]]
-- mark(name, value) for each of a descriptor
function module.each(source, mark)
  for _, index in ipairs(source.indexes) do
    if index.kind == 'text' and index.state == 'stale' then mark(lib.text.dictionary.known.since(index), lib.text.dictionary.known.STALE) end
  end
end
