--- A module for any service whose model there is: `require("aws.service")(model)`, or `require("aws").service(model)`.
local client = require "aws.client"
local errors = require "aws.errors.typed"
local kinds = require "aws.client.kinds"
local model_format = require "aws.protocol.model"

--- A module that is made from a model, or a client of it. Its operations are named by the model.
---@class aws.AnyService: aws.Receiver
---@field new? fun(settings?: aws.Settings): aws.AnyService of a module
---@field config aws.Config
---@field close fun(self?: aws.Receiver)
---@field prepare table<string, fun(...: any): aws.PreparedRequest>
---@field pages table<string, fun(...: any): (fun(): table?, aws.Metadata?)>
---@field each table<string, fun(...: any): (fun(): any, aws.Metadata?)>
---@field all table<string, fun(...: any): any[]>
---@field wait table<string, fun(...: any): any, aws.WaitInfo>
---@field [string] fun(...: any): any, aws.Metadata

local taken = {}
for _, name in ipairs(kinds.module_members) do taken[name] = true end

--- Makes a module like `aws.dms` from a model: its operations on a default client, `new` for clients, pages, and whatever
--- else those have. Nothing is read from the environment and nothing compiled before it is used.
---@param model aws.ServiceModel in the form that lua/aws/model/README.md tells of, as `make models` writes it; not to be
---changed any more
---@return aws.AnyService module
---Raises ConfigError for a model that is wrong, with the place in it.
return function(model)
  local fault = model_format.fault(model, taken)
  if fault then
    local name = type(model) == "table" and rawget(model, "name")
    errors.raise({
      type = "ConfigError", message = "aws.service: " .. fault, service = model_format.is_name(name) and name or nil,
      attempts = 0, applied = "no", history = {},
    })
  end
  return client.module(model)
end
