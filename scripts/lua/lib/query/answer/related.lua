--[[
related: what the relations of rows lead to, read in the same call (src/plan/related.ts).

A part of `with` says which relation: with `at`, the field at that place of the rows leads to entities, and what comes is a list of their
rows; else for each row a list of rows comes: with `own`, of the list or sorted set there, or of the entities of the part's model that lead
to the row by the index that `via` names. Behind it comes what the part's own `with` asks for. What a call has no time for is false, or missing, and its caller asks for it.
]]
-- for each part of `with` [ what it gives, what is behind it, whether what it leads to and does not give is gone ], and about how many bytes that is
function module.of(state, request, rows)
  local result, bytes = {}, 0
  for i, part in ipairs(request.with) do
    local given, all, whole = lib.query.ends[part.at and 'forth' or part.own and 'listed' or 'back'].read(state, part, rows)
    local behind, more = false, 0
    if part.with then behind, more = module.of(state, part, all) end
    result[i], bytes = { given, behind, whole or false }, bytes + more + lib.query.row.size(all)
  end
  return result, bytes
end
