--[[
lazy: modules that are made when they are first used.

A script makes all of its functions anew in every call, so that those that a call does not need would cost as much as its
work. `lib.name` runs the file lib/.../name.lua, which puts its functions on `module`.
]]
local loaders = {}
local lib = setmetatable({}, {
  __index = function(lib, name)
    local module = {}
    lib[name] = module
    loaders[name](module)
    return module
  end,
})
