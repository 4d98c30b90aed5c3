-- STS: whose keys they are. Its protocol is AWS Query: the request is a form, the answer is XML.

local answers = require "answers"
local request = require "request"
local world = require "world"

local sts = { name = "sts", operations = {} }

-- The parameters of a form.
local function parameters(text)
  local found = {}
  for name, value in text:gmatch("([^=&]+)=([^&]*)") do
    found[ngx.unescape_uri(name)] = ngx.unescape_uri(value)
  end
  return found
end

-- Everybody may ask this, whatever a policy says.
sts.operations.GetCallerIdentity = { reads = true, perform = function(caller)
  local arn, user_id = world.identity(caller.key, caller.region)
  return { { "Arn", arn }, { "UserId", user_id }, { "Account", world.account } }
end }

--- Is a request one for STS? Neither of the other services takes forms.
---@param req table
---@return boolean
function sts.is_meant(req)
  return (request.header(req, "content-type") or ""):find("^application/x%-www%-form%-urlencoded") ~= nil
end

--- The operation that a form names, or nil and the refusal.
---@param req table
---@return string|nil operation
---@return table|nil answer
function sts.operation(req)
  local asked = parameters(req.body)
  if asked.Version == "2011-06-15" and sts.operations[asked.Action] then
    return asked.Action
  end
  return nil, answers.fail("sts", "InvalidAction", ("Could not find operation %s for version %s")
    :format(asked.Action or "(none)", asked.Version or "(none)"))
end

--- Carries out an operation.
---@param operation string
---@param caller table from verify.check
---@return table answer
function sts.answer(operation, caller)
  return answers.query_success("sts", operation, sts.operations[operation].perform(caller))
end

return sts
