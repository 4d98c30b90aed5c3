--- STS as far as clients ask it whose keys they have. Its protocol is AWS Query: the request is a form, the answer XML.
local core = require "aws.core"
local iterate = require "aws.language.iterate"
local messages = require "aws.protocol.messages"

local sts = {}

--- As `client.get_caller_identity` returns it.
sts.model = {
  name = "sts", service_id = "STS", signing_name = "sts", protocol = "query",
  operations = { get_caller_identity = { name = "GetCallerIdentity", output = "Identity" } },
  shapes = {
    Identity = {
      type = "structure",
      members = {
        account = { shape = "string", location_name = "Account" }, arn = { shape = "string", location_name = "Arn" },
        user_id = { shape = "string", location_name = "UserId" },
      },
    },
  },
}

local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }

local function element(name, text)
  return ("<%s>%s</%s>"):format(name, text:gsub("[&<>]", escapes), name)
end

local function answer(status, body)
  return { status = status, headers = { ["content-type"] = "text/xml" }, body = body }
end

--- Whose keys the stub's are.
---@param account string
---@return { account: string, arn: string, user_id: string }
function sts.identity(account)
  return { account = account, arn = ("arn:aws:iam::%s:user/stub"):format(account), user_id = "AIDASTUB" }
end

--- Writes an identity. What is left out of it is the stub's.
---@param target aws.StubTarget
---@param value table
---@param account string
---@return aws.StubResponse? response
---@return aws.Problem[]? problems
function sts.write(target, value, account)
  local shape = sts.model.shapes.Identity
  target.message = target.message or messages.compile(sts.model, "Identity", "output")
  local _, problems = core.encode(target.message.shape, value)
  if problems then return nil, problems end
  local parts, usual = {}, sts.identity(rawget(value, "account") or account)
  for name, member in iterate.pairs(shape.members) do
    parts[#parts + 1] = element(member.location_name, rawget(value, name) or usual[name])
  end
  return answer(200, ("<GetCallerIdentityResponse><GetCallerIdentityResult>%s</GetCallerIdentityResult></GetCallerIdentityResponse>")
    :format(table.concat(parts)))
end

--- Writes an error.
---@param mark aws.StubMark
---@param status integer
---@return aws.StubResponse
function sts.write_error(_, mark, _, status)
  local message = mark.fields.message or "stubbed " .. mark.name
  return answer(status, ("<ErrorResponse><Error><Type>Sender</Type>%s%s</Error></ErrorResponse>"):format(
    element("Code", mark.name), element("Message", message)))
end

return sts
