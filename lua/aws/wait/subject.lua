--- What a wait is about: the one resource that its input names.
local ascii = require "aws.text.ascii"
local errors = require "aws.errors.typed"
local identifier = require "aws.text.identifier"
local iterate = require "aws.language.iterate"
local pieces = require "aws.protocol.pieces"

local subject = {}

--- How resources of a kind are named and looked at.
---@class aws.WaitSubject
---@field operation string that looks; its answers come in pages
---@field member string of an input, with the ARN or id
---@field is_arn boolean it is an ARN
---@field request fun(id: string): table the input of `operation`

--- What is wrong with the ARN or id, or nil.
local function id_fault(about, id)
  if id == nil then return "is required" end
  if type(id) ~= "string" then return ("is a %s, not a string"):format(type(id)) end
  if id == "" then return "is empty" end
  return identifier.fault(id, about.is_arn)
end

--- Whether the input of an operation on the same kind of resource has a member.
local function is_known(service, about, name)
  for _, operation in iterate.pairs(pieces.all(service.operations)) do
    local shape = service.shapes[operation.input]
    local members = shape and shape.members
    if members and members[about.member] and members[name] then return true end
  end
  return false
end

local function unknown_members(service, about, input)
  local problems = {}
  for name in iterate.next, input do
    if type(name) ~= "string" or not is_known(service, about, name) then
      local shown = type(name) == "string" and name:sub(1, 64) or "a key of type " .. type(name)
      problems[#problems + 1] = { path = shown, message = "is not a member of this input" }
    end
  end
  table.sort(problems, function(one, other) return ascii.before(one.path, other.path) end)
  return problems
end

--- The ARN or id in an input: of an operation on the resource, or the text alone.
---@param service aws.ServiceModel
---@param about aws.WaitSubject
---@param input any
---@return string # raises ParamValidationError
function subject.id(service, about, input)
  if input ~= nil and type(input) ~= "table" and type(input) ~= "string" then
    errors.invalid({ { path = "input", message = ("is a %s, neither a table nor a text"):format(type(input)) } })
  end
  local id, problems = input, {}
  if type(input) == "table" then
    id, problems = rawget(input, about.member), unknown_members(service, about, input)
  end
  local fault = id_fault(about, id)
  if fault then table.insert(problems, 1, { path = about.member, message = fault }) end
  if problems[1] then errors.invalid(problems) end
  return id
end

return subject
