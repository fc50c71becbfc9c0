--[[
scores: the command that gives an entity its score in a sorted set, where the caller says when one that is there gets it.
]]
-- the command's parts, one by one; `words` are those of ZADD, two at most
function module.of(key, other, score, words)
  local parts = { 'ZADD', key }
  for _, word in ipairs(words) do parts[#parts + 1] = word end
  parts[#parts + 1], parts[#parts + 2] = score, other
  return unpack(parts)
end
