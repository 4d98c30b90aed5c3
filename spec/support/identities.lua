--- Answers of STS to GetCallerIdentity.
local scripted = require "spec.support.scripted"

local identities = {}

local MEMBERS = { Arn = "arn:aws:iam::123456789012:user/alice", UserId = "AIDAALICE", Account = "123456789012" }

--- The document; `more` replaces members, false leaves one out.
---@param more? table<string, string|false>
---@return string
function identities.text(more)
  local parts = {}
  for _, name in ipairs({ "Arn", "UserId", "Account" }) do
    local text = (more or {})[name]
    if text == nil then text = MEMBERS[name] end
    if text then parts[#parts + 1] = ("<%s>%s</%s>"):format(name, text, name) end
  end
  return '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n<GetCallerIdentityResult>\n'
    .. table.concat(parts, "\n") .. "\n</GetCallerIdentityResult>\n<ResponseMetadata><RequestId>r-sts</RequestId></ResponseMetadata>\n"
    .. "</GetCallerIdentityResponse>"
end

--- A good answer.
---@param more? table<string, string|false>
function identities.answer(more)
  return scripted.answer(identities.text(more), 200, { ["x-amzn-requestid"] = "r-sts" })
end

--- An error.
---@param code string
---@param status integer
---@param message? string
function identities.refusal(code, status, message)
  return scripted.answer(('<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>%s</Code>'
    .. "<Message>%s</Message></Error><RequestId>r-refused</RequestId></ErrorResponse>"):format(code, message or "No " .. code), status)
end

return identities
