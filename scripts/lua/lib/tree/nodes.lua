--[[
nodes: the nodes of a tree, members of one sorted set of score 0 in byte order.

A member is a path and what stands there: `.a.b=42`, `.a={` for an object; `.`, `=` and `\` in a name have a `\` before them. Every
node has its own member, and all that is below it is one range: what begins with its path and a dot.
]]
local CHUNK = 500

-- what stands at a path: JSON, '{' for an object, nil for no node
function module.own(tree, path)
  -- the sign behind = ends what begins with it
  local member = redis.call('ZRANGEBYLEX', tree.nodes, '[' .. path .. '=', '(' .. path .. '>', 'LIMIT', 0, 1)[1]
  return member and string.sub(member, #path + 2)
end

-- the range of all that is below a path; the sign behind the dot ends it
function module.below(path) return '[' .. path .. '.', '(' .. path .. '/' end

-- where the name that begins at `at` ends: at a dot, or at what stands behind =
function module.end_of_name(member, at)
  while true do
    at = string.find(member, '[.=\\]', at)
    if string.sub(member, at, at) ~= '\\' then return at end
    at = at + 2
  end
end

-- the path of a member
function module.path_of(member)
  local at = 1
  repeat at = module.end_of_name(member, at + 1) until string.sub(member, at, at) == '='
  return string.sub(member, 1, at - 1)
end

function module.add(tree, members)
  for first = 1, #members, CHUNK do
    local arguments = {}
    for i = first, math.min(first + CHUNK - 1, #members) do
      arguments[#arguments + 1] = 0
      arguments[#arguments + 1] = members[i]
    end
    redis.call('ZADD', tree.nodes, unpack(arguments))
  end
end

-- make objects of the paths that have no node yet; the first that is a value and no object, if there is one
function module.make_objects(tree, paths)
  local missing = {}
  for _, path in ipairs(paths) do
    local own = module.own(tree, path)
    if own and own ~= '{' then return path, own end
    if not own then missing[#missing + 1] = path .. '={' end
  end
  module.add(tree, missing)
end
