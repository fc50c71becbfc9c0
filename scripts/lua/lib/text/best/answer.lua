--[[
answer: the answer to a search of plain words that must all stand in one text, best first, of which a page is asked for and nothing else: what
most searches are. The rows are those of the general way (lib/text/matching/search.lua, lib/query), in half of its time.

Nil where the general way has to be gone: a word alone whose list is a tree, or lists of which the shorter is a long one, so that an answer may take
several calls, or a term that this function of the server has not met.
]]
local terms_of, page_of, reply = lib.text.best.terms.of, lib.text.best.page.of, lib.layout.reply

-- all that is found, as query.lua gives it
local function answer(rows, total, size)
  local parts = { rows, false, total, false, false, true }
  return size > reply.LONG * #rows and parts or cjson.encode(parts)
end

-- given: how many rows, what the lists of the index begin with, its dictionary, the names of its texts and its words among the counts, how
-- many words are searched, these, the fields of a row, and the field that has the terms
function module.of(prefix, given)
  local count = tonumber(given[6])
  local asked = {
    prefix = prefix, limit = tonumber(given[1]), list = given[2], dictionary = given[3], texts = given[4], total = given[5],
    words = { unpack(given, 7, 6 + count) }, fields = { unpack(given, 7 + count) },
  }
  local terms = terms_of(asked)
  if not terms then return nil end
  if terms.none then return answer({}, 0, 0) end
  return answer(page_of(asked, terms))
end
