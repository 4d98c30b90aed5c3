-- Providers of credentials: of any files, programs' outputs and answers keys without control characters, a reason, or a
-- typed error; no secret is in a message.
local answers = require "spec.fuzz.support.answers"
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"
local profile = require "aws.settings.profile"
local providers = require "spec.support.providers"

local CONFIG, TOKEN_FILE = "/h/.aws/config", "/token"

local files, output
function core.read_file(path)
  if files[path] then return files[path] end
  return nil, "does not exist", true
end
function core.write_private_file(path, text)
  files[path] = text
  return true
end
function core.run_process() return output, output, 0 end

local SSO = "sso_account_id = 123456789012\nsso_role_name = R\n"
local PLACE = "sso_start_url = https://d-1.awsapps.com/start\nsso_region = us-west-2\n"
local ROLE = "arn:aws:iam::123456789012:role/operator"

--- What a provider is set up with. Its file, if it reads one, and an output, if it runs a program, are an input's first part.
local cases = {
  { "imds" },
  { "container", variables = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI = "/a", AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE = TOKEN_FILE } },
  { "sso", config = "[default]\n" .. SSO .. PLACE, file = "/h/.aws/sso/cache/0c54b6c27e90660baa89eaad85ac1d5dae26cb7d.json" },
  {
    "sso", config = "[default]\nsso_session = my\n" .. SSO .. "[sso-session my]\n" .. PLACE,
    file = "/h/.aws/sso/cache/3ece1471f44f63177cbc35ba0b904e0c096b6783.json",
  },
  { "web_identity", variables = { AWS_WEB_IDENTITY_TOKEN_FILE = TOKEN_FILE, AWS_ROLE_ARN = ROLE } },
  {
    "assume_role",
    config = "[default]\nrole_arn = " .. ROLE .. "\nsource_profile = a\n[profile a]\naws_access_key_id = A\naws_secret_access_key = S\n",
  },
  { "process", config = "[default]\ncredential_process = /bin/none\n" },
}

local secret_members = { "SecretAccessKey", "SessionToken", "Token", "secretAccessKey", "sessionToken", "accessToken", "refreshToken",
  "clientSecret" }

--- A JSON document with a secret in front of each value of a secret member.
local function in_json(text, secret)
  for _, name in ipairs(secret_members) do text = text:gsub('("' .. name .. '"%s*:%s*")', "%1" .. secret) end
  return text
end

--- The same of XML. In a CDATA section a message could have it.
local function in_xml(text, secret)
  if text:find("<![", 1, true) then return text end
  for _, name in ipairs(secret_members) do text = text:gsub("(<" .. name .. ">)", "%1" .. secret) end
  return text
end

local forms = { assume_role = in_xml, web_identity = in_xml }

--- Puts a secret into an answer, unless that is a role's name, which messages show.
local function put_secret(case, request, answer, secret)
  if not answer or request.url:find("security%-credentials/$") then return end
  answer.body = (forms[case[1]] or in_json)(answer.body, secret)
end

local function ask_of(case)
  local variables = { HOME = "/h", AWS_REGION = "us-east-1" }
  for name, value in pairs(case.variables or {}) do variables[name] = value end
  files[CONFIG] = case.config or ""
  local function getenv(name) return variables[name] end
  local provider = require("aws.credentials.providers." .. case[1])
  return provider.new(nil, { getenv = getenv, profiles = profile.load(getenv), random = function() return 0.5 end })
end

--- What a provider gives for one question.
local function answer_of(ask, context)
  local keys, reason = ask(context)
  return { keys = keys, reason = reason }
end

local function check_keys(keys)
  for name, value in pairs(keys) do
    if name == "expiration" then
      assert(type(value) == "number" and value == value, "expiration")
    else
      assert(type(value) == "string", name)
    end
  end
end

local function check_result(result, secret)
  if result.keys then return check_keys(result.keys) end
  checks.message(result.reason, 1000)
  checks.lacks(result.reason, secret)
end

local function check_requests(sent)
  for _, request in ipairs(sent) do
    assert(core.parse_url(request.url) and not request.url:find("[%z\1-\32\127]"), "a URL")
    for _, header in ipairs(request.headers) do assert(not header[2]:find("[%z\r\n]"), "a header") end
  end
end

return function(input)
  local case, secret = cases[(input:byte(1) or 0) % #cases + 1], checks.secret_of(input)
  local parts = answers.parts(input:sub(2), 8)
  output = in_json(parts[1], secret)
  files = { [TOKEN_FILE] = output, [case.file or TOKEN_FILE] = output }
  if case[1] ~= "imds" and case[1] ~= "assume_role" then table.remove(parts, 1) end
  local transport, sent = answers.transport(parts), {}
  local context = providers.context(nil, { user_agent = { "User-Agent", "a" }, region = "us-east-1" })
  context.transport = function(request)
    sent[#sent + 1] = request
    local answer, failure = transport(request)
    put_secret(case, request, answer, secret)
    return answer, failure
  end
  local ask = ask_of(case)
  for _ = 1, 2 do -- a token may have been renewed
    local result, raised = checks.typed(answer_of, ask, context)
    if raised then checks.lacks(tostring(raised) .. tostring(raised.cause), secret) else check_result(result, secret) end
  end
  check_requests(sent)
  assert(#sent <= 30, #sent .. " requests")
end
