--- What a transport has to return, which a user's may get wrong: a response, or nil and a failure.
local iterate = require "aws.language.iterate"

local contract = {}

-- What is wrong with a member, in words: each is asked only where something is wrong ----------------------------

local function fault_of_type(value, wanted)
  if value == nil then return ("is missing, %s is wanted"):format(wanted) end
  return ("is a %s, %s is wanted"):format(type(value), wanted)
end

local STATUS = "a whole number from 100 to 999"

local function is_status(value)
  return type(value) == "number" and value >= 100 and value <= 999 and value % 1 == 0
end

local function fault_of_status(value)
  if is_status(value) then return nil end
  return type(value) == "number" and ("is not %s"):format(STATUS) or fault_of_type(value, STATUS)
end

local function are_headers(value)
  if type(value) ~= "table" then return false end
  for name, text in iterate.next, value do
    if type(name) ~= "string" or type(text) ~= "string" then return false end
  end
  return true
end

local function fault_of_headers(value)
  if type(value) ~= "table" then return fault_of_type(value, "a map of texts by name") end
  for name, text in iterate.next, value do
    if type(name) == "number" then return "is a list, a map is wanted: { [\"content-type\"] = \"…\" }" end
    if type(name) ~= "string" then return ("has a key that is a %s, a text is wanted"):format(type(name)) end
    if type(text) ~= "string" then return ("has at %q a %s, a text is wanted"):format(name:sub(1, 64), type(text)) end
  end
end

local function fault_of_text(value)
  return type(value) ~= "string" and fault_of_type(value, "a text") or nil
end

-- Responses and failures ----------------------------------------------------------------------------------------

--- Whether a value is a response.
---@param value any
---@return boolean
function contract.is_response(value)
  return type(value) == "table" and is_status(value.status) and are_headers(value.headers) and type(value.body) == "string"
end

--- Whether a value is a failure.
---@param value any
---@return boolean
function contract.is_failure(value)
  return type(value) == "table" and type(value.type) == "string" and type(value.message) == "string"
    and (value.status == nil or is_status(value.status)) and (value.headers == nil or are_headers(value.headers))
end

local of_response = { { "status", fault_of_status }, { "headers", fault_of_headers }, { "body", fault_of_text } }
local of_failure = { { "type", fault_of_text }, { "message", fault_of_text } }
local optional = { { "status", fault_of_status }, { "headers", fault_of_headers } }

local function add_faults(faults, checks, value, may_be_absent)
  for _, check in ipairs(checks) do
    local own = value[check[1]]
    local fault = (own ~= nil or not may_be_absent) and check[2](own)
    if fault then faults[#faults + 1] = check[1] .. " " .. fault end
  end
end

--- All that is wrong with a response.
---@param value table
---@return string[] faults "headers is a list, a map is wanted"; none for a good one
function contract.faults_of_response(value)
  local faults = {}
  add_faults(faults, of_response, value)
  return faults
end

--- What is wrong with what a transport returned, which is neither.
---@param response any its first value
---@param failure any its second
---@return string
function contract.fault(response, failure)
  if type(response) == "table" then return table.concat(contract.faults_of_response(response), "; ") end
  if response ~= nil then return ("its first value is a %s"):format(type(response)) end
  if type(failure) ~= "table" then return ("nil, and its second value is a %s"):format(type(failure)) end
  local faults = {}
  add_faults(faults, of_failure, failure)
  add_faults(faults, optional, failure, true)
  return ("nil, and a failure whose %s"):format(table.concat(faults, "; "))
end

return contract
