--[[
link: no change of an entity: a side of a many-to-many relation changes. Its value is JSON, { link, verb, id, ids, numbers }
(src/write/linking.ts); all of them stand behind the changes.

ARGV[1..] all  of the script
]]
function module.read(change, set)
  set.list[#set.list] = nil
  set.links = set.links or {}
  local link = cjson.decode(ARGV[change.first + 1])
  link.state, link.position, link.told = change.state, #set.list + #set.links, false
  set.links[#set.links + 1] = link
end
