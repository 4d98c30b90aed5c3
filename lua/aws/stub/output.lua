--- Answers of an operation as its service sends them: status, headers and body, by the model.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local iterate = require "aws.language.iterate"
local scalar_text = require "aws.protocol.scalar_text"

local output = {}

--- A part of an HTTP answer; request id and date come later.
---@class aws.StubResponse
---@field status integer
---@field headers table<string, string>
---@field body string

--- Puts the members that are in headers or the status there.
local function place(message, value, response)
  for _, member in ipairs(message.located) do
    local own = rawget(value, member.name)
    if own ~= nil and member.location == "statusCode" then
      response.status = own
    elseif own ~= nil and member.location == "headers" then
      for key, text in iterate.next, own do response.headers[ascii.lower(member.place .. key)] = text end
    elseif own ~= nil then
      response.headers[ascii.lower(member.place)] = scalar_text.in_header(member, own)
    end
  end
end

local function body_of(payload, json, value)
  if not payload then return json end
  local own = rawget(value, payload.name)
  if own == nil then return payload.absent end
  local is_raw = payload.type == "blob" or payload.type == "string"
  return is_raw and own or (core.encode(payload.shape, own))
end

--- Writes an output, or the members of an error, as JSON.
---@param message aws.Message
---@param value table
---@param status integer
---@return aws.StubResponse? response
---@return aws.Problem[]? problems what of the value does not fit the model
function output.write(message, value, status)
  local json, problems = core.encode(message.shape, value)
  if problems then return nil, problems end
  local response = { status = status, headers = { ["content-type"] = "application/json" }, body = body_of(message.payload, json, value) }
  place(message, value, response)
  return response
end

return output
