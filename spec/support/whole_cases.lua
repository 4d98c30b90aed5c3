--- Cases of whole_requests.json and whole_answers.json: every operation of both services.
local conformance = require "spec.support.conformance"
local json = require "spec.support.json"
local scripted = require "spec.support.scripted"

local whole_cases = {}

local services = { dms = require "aws.dms", drs = require "aws.drs" }

--- A client of the case's service, and the transport that recorded its request.
---@param answer table for its one call
function whole_cases.client(case, answer)
  return scripted.client(services[case.service], { answer })
end

--- A value of a case as the library takes it or hands it out: without nulls.
function whole_cases.value(value)
  return whole_cases.without_nulls(conformance.value(value))
end

--- Nulls of lists and maps are left out of answers.
function whole_cases.without_nulls(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, item in pairs(value) do
    if item ~= json.null and type(key) == "string" then copy[key] = whole_cases.without_nulls(item) end
  end
  for index = 1, #value do
    if value[index] ~= json.null then copy[#copy + 1] = whole_cases.without_nulls(value[index]) end
  end
  return copy
end

return whole_cases
