--[[
lib: modules that are made when they are first used.

`lib.layout.tree` runs the file lib/layout/tree.lua, which puts its functions on `module`; `lib.query.nodes[op]` is the module of
that name in a folder. As a script all of this is made anew in every call, so that functions that are not needed would cost as
much as the work itself; as a function of the server (FCALL) it is made once and stays. What one call changes may therefore
not stand in a module: it is passed on as `state`. What stands there from call to call is a copy of what the server keeps, which
the call compares with it, or a guess that costs time where it is wrong; there is a bound to each, since programs make names without
end. Only `redis` may be another one, while explain() counts (lib/query/commands.lua).
]]
local redis = redis
local loaders = {}
local function folder(path)
  return setmetatable({}, {
    __index = function(self, name)
      local load, value = loaders[path .. name], {}
      if not load then value = folder(path .. name .. '/') end
      rawset(self, name, value)
      if load then load(value) end
      return value
    end,
  })
end
local lib = folder('')
