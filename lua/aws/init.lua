--- AWS for Lua: `require("aws").dms` is `require "aws.dms"`, and so on. A module is loaded when it is first asked for.
local require_late = require "aws.language.require_late"

local aws = {} ---@type aws

local modules = {
  credentials = "aws.credentials",
  dms = "aws.dms",
  doctor = "aws.doctor",
  drs = "aws.drs",
  errors = "aws.errors",
  map = "aws.map",
  plan = "aws.plan",
  service = "aws.service",
  show = "aws.show",
  sigv4 = "aws.sigv4",
  stub = "aws.stub",
  time = "aws.time",
  version = "aws.version",
}

local function description(self)
  return ("aws (aws-replication %s): %s"):format(self.version, require_late("aws.errors.door").list(modules))
end

setmetatable(aws, {
  __name = "aws",
  __index = function(self, name)
    if not modules[name] then return require_late("aws.errors.door").check("module", name, modules) end
    local module = require_late(modules[name])
    rawset(self, name, module)
    return module
  end,
  __newindex = function(self, name, value)
    if not modules[name] then require_late("aws.errors.door").check_assignment(name) end
    rawset(self, name, value)
  end,
  __tostring = function(self)
    local ok, text = pcall(description, self)
    return ok and text or "aws" -- where nothing can be loaded any more
  end,
})

return aws
