--[[
lazy: modules that are made when they are first used, and the state of one call.

`lib.name` runs the file lib/.../name.lua, which puts its functions on `module`. As a script all of this is made anew in every
call, so that functions that are not needed would cost as much as the work itself; as a function of the server (FCALL) it is
made once and stays. Nothing that a call changes may therefore stand anywhere but in `call`, which every call sets anew.
]]
local call
local loaders = {}
local lib = setmetatable({}, {
  __index = function(lib, name)
    local module = {}
    lib[name] = module
    loaders[name](module)
    return module
  end,
})
