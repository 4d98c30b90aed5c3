--- Loads a module that is wanted now and then only, in the middle of a call.
---
--- Lua 5.1 and LuaJIT take a module whose loading ended by an error for one that is loading still, for ever. An error may
--- come at any instruction (Ctrl-C): the mark is taken away.
local iterate = require "aws.language.iterate"

--- The types that such a mark has.
local marks = { userdata = true, number = true }

--- `require` for this library's own modules.
---@param name string "aws.credentials.providers.imds"
---@return any # the module; raises what `require` raises
return function(name)
  local ok, module = pcall(require, name)
  if ok then return module end
  for key, value in iterate.pairs(package.loaded) do
    if marks[type(value)] and key:find("^aws%.") then package.loaded[key] = nil end
  end
  error(module, 0)
end
