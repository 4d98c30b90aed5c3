--- AWS for Lua: `require("aws").dms` is `require "aws.dms"`, and so on. A module is loaded when it is first asked for.
local require_late = require "aws.language.require_late"

local aws = {}

local modules = {
  dms = "aws.dms",
  doctor = "aws.doctor",
  drs = "aws.drs",
  errors = "aws.errors",
  map = "aws.map",
  plan = "aws.plan",
  service = "aws.service",
  sigv4 = "aws.sigv4",
  stub = "aws.stub",
  time = "aws.time",
  version = "aws.version",
}

return setmetatable(aws, {
  __index = function(self, name)
    local module = modules[name] and require_late(modules[name])
    if module ~= nil then rawset(self, name, module) end
    return module
  end,
})
