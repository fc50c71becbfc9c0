--[[
commands: how often a call runs each command, for explain(). All modules know the server as `redis` (lib/lib.lua), which is one that counts
meanwhile. Each call says anew which one it is, so that a call that ended by an error leaves nothing behind.
]]
local server = redis

local function counting(counts)
  local function call(name, ...)
    counts[name] = (counts[name] or 0) + 1
    return server.call(name, ...)
  end
  return setmetatable({ call = call }, { __index = server })
end

function module.go_on(state) redis = state.commands and counting(state.commands) or server end

function module.open(state)
  state.commands = state.request.commands and {}
  module.go_on(state)
end

-- what is asked for the sake of the explanation alone does not count
function module.pause() redis = server end

-- JSON { name: how often }
function module.of(state)
  module.pause()
  return cjson.encode(state.commands)
end
