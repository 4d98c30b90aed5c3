--- The small model of spec/data/models in the forms in which AWS publishes models, for specs that change something in it.
local files = require "spec.support.files"
local json = require "spec.support.json"
local sources = require "spec.models.sources"

local depot = {}

depot.BOTOCORE = "spec/data/models/depot/2024-01-31"
depot.SMITHY = "spec/data/models/depot.smithy.json"
depot.GOLDEN = "spec/data/models/depot.lua"

--- The three files of botocore's form as one text.
---@return string
function depot.wrapper()
  local function part(name) return files.read(depot.BOTOCORE .. "/" .. name .. ".json") end
  return ('{"format":"facts","service":%s,"paginators":%s,"waiters":%s}'):format(
    part("service-2"), part("paginators-1"), part("waiters-2"))
end

--- A source as `sources.read` gives it, changed.
---@param form "botocore"|"smithy"
---@param change? fun(service: table, source: table)
---@return models.Source
function depot.source(form, change)
  local source = sources.read(form == "smithy" and depot.SMITHY or depot.BOTOCORE)[1]
  if change then change(source.service.value, source) end
  return source
end

--- A value as JSON has it, to be put into a model.
---@param text string
---@return any
function depot.value(text)
  return json.decode(text)
end

--- Its model as the converter writes it, a table of its own, with `more` operations that are alike: operation_1, ….
---@param more? integer
---@return aws.ServiceModel
function depot.model(more)
  local model = dofile(depot.GOLDEN)
  for i = 1, more or 0 do
    model.operations["operation_" .. i] = {
      name = "Operation" .. i, method = "POST", path = "/operation/" .. i, input = "Report", output = "GetStatusResponse",
      errors = {},
    }
  end
  return model
end

return depot
