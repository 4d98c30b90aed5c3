--- Answers that are more than an output: errors, whole answers, delays, the end of a list.
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local contract = require "aws.transport.contract"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"

local answers = {}

--- One of them.
---@class aws.StubMark
---@field kind "error"|"response"|"after"|"always"
---@field name? string of an error
---@field fields? table of an error, or the response
---@field seconds? number
---@field answer? any what comes after some seconds, or always

local metatable = { __name = "aws.StubMark" }

local function mark(fields)
  return setmetatable(fields, metatable)
end

local function check_table(what, given)
  if type(given) ~= "table" then errors.config("%s takes a table, got a %s", what, type(given)) end
end

--- What an answer is, where it is one of these; nil for outputs, functions, lists and everything else.
---@param value any
---@return "error"|"response"|"after"|"always"|nil
function answers.kind_of(value)
  return type(value) == "table" and getmetatable(value) == metatable and value.kind or nil
end

---@param name any
---@param fields? any
---@return aws.StubMark
---Raises ConfigError.
function answers.error(name, fields)
  if type(name) ~= "string" then errors.config("stub.error takes the name of an error, got a %s", type(name)) end
  if fields ~= nil then check_table("stub.error: what is said of " .. ascii.one_line(name:sub(1, 64)), fields) end
  return mark({ kind = "error", name = name, fields = iterate.copy(fields or {}) })
end

--- The headers with their names in lower case, as transports give them.
local function lower(headers)
  if type(headers) ~= "table" then return headers end
  local own = {}
  for name, text in iterate.next, headers do own[type(name) == "string" and ascii.lower(name) or name] = text end
  return own
end

local members = { status = true, headers = true, body = true }

---@param fields any
---@return aws.StubMark
---Raises ConfigError.
function answers.response(fields)
  check_table("stub.response", fields)
  local own = iterate.copy(fields)
  own.status, own.headers, own.body = own.status or 200, lower(own.headers or {}), own.body or ""
  local faults = contract.faults_of_response(own)
  for name in iterate.next, own do
    if not members[name] then faults[#faults + 1] = ("%s is unknown: it takes status, headers and body"):format(tostring(name)) end
  end
  if type(own.body) == "table" then faults[#faults + 1] = "an output is given as it is, without stub.response" end
  if #faults > 0 then errors.config("stub.response: %s", ascii.one_line(table.concat(faults, "; "))) end
  return mark({ kind = "response", fields = own })
end

---@param seconds any
---@param answer any
---@return aws.StubMark
---Raises ConfigError.
function answers.after(seconds, answer)
  local fault = checks.seconds(seconds)
  if fault then errors.config("stub.after: the first argument %s", fault) end
  return mark({ kind = "after", seconds = seconds, answer = answer })
end

---@param answer any
---@return aws.StubMark
function answers.always(answer)
  return mark({ kind = "always", answer = answer })
end

return answers
