--[[
computed: indexes of what getters give. Their values are stored under names that begin with `~`, and only a program that declares the
getter can make them.
]]
local places, identity = lib.schema.tables.places, lib.schema.indexes.identity

-- one that others keep with what they compute, which the caller cannot: [model, what differs, its name, here, there]
function module.refusal(own, stored)
  local columns, known = places(own.fields), {}
  for _, index in ipairs(own.indexes) do known[identity(index)] = true end
  for _, index in ipairs(stored.indexes) do
    for _, at in ipairs(index.at) do
      local name = stored.fields[at]
      if string.sub(name, 1, 1) == '~' and not columns[name] and not known[identity(index)] and index.state ~= 'stale' then
        return { own.model, 'index dropped', identity(index), cjson.null, 'computed' }
      end
    end
  end
end
