--- The token that `aws sso login` wrote to a file, and its renewal.
---
--- https://docs.aws.amazon.com/sdkref/latest/guide/understand-sso.html
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local crypto = require "aws.protocol.crypto"
local document = require "aws.credentials.services.document"
local endpoint = require "aws.protocol.endpoint"
local environment = require "aws.settings.environment"
local errors = require "aws.errors.typed"
local exchange = require "aws.credentials.services.exchange"
local provider = require "aws.credentials.provider"
local aws_service = require "aws.credentials.services.aws_service"

local sso_token = {}

local NAME = "sso"

local LARGEST_FILE = 1024 * 1024

--- Seconds before its end at which a token is renewed, and the least seconds between two tries.
local WINDOW, SPACING = 15 * 60, 60

--- How often the file is read again for the token of another process, and the seconds in between.
local REREADS, REREAD_PAUSE = 3, 0.1

local function structure(names)
  local members = {}
  for _, name in ipairs(names) do members[name] = "string" end
  return { type = "structure", members = members }
end

local shapes = {
  Token = structure({
    "startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret", "registrationExpiresAt", "refreshToken",
  }),
  Request = structure({ "grantType", "clientId", "clientSecret", "refreshToken" }),
  Answer = {
    type = "structure",
    members = { accessToken = "string", refreshToken = "string", expiresIn = "integer" },
  },
  Problem = structure({ "error", "error_description" }),
}

local compiled = {}

--- A shape, compiled when it is first needed.
local function shape(name)
  compiled[name] = compiled[name] or core.shape(shapes, name)
  return compiled[name]
end

---@class aws.SsoConfig
---@field where string for messages
---@field start_url string
---@field region string
---@field account_id string
---@field role_name string
---@field session_name? string

-- The file ------------------------------------------------------------------------------------------------------

--- Epoch seconds. Old tools write "UTC" for "Z".
local function time_of(text)
  return text and core.parse_timestamp((text:gsub("UTC$", "Z")))
end

local function path_of(config, profiles)
  if not profiles.home then
    provider.fail(NAME, "there is no HOME to look for the token of %s in%s", config.where, environment.hint("HOME"))
  end
  local name = crypto.sha1_hex(config.session_name or config.start_url)
  return ("%s/.aws/sso/cache/%s.json"):format(profiles.home, name)
end

--- What to do when there is no good token.
local function advice(config)
  return ("run aws sso login for %s"):format(config.where)
end

local function is_header_text(text)
  return text ~= nil and text ~= "" and not ascii.has_control(text)
end

--- Reads the token anew: another process may have renewed it.
local function load(config, path)
  local text, fault, is_missing = core.read_file(path, LARGEST_FILE)
  if is_missing then provider.fail(NAME, "there is no token in %s; %s", path, advice(config)) end
  if not text then provider.fail(NAME, "the token file %s %s", path, fault) end
  local token = core.decode(shape("Token"), text)
  if not (token and is_header_text(token.accessToken) and time_of(token.expiresAt)) then
    provider.fail(NAME, "the token file %s has no token with an end; %s", path, advice(config))
  end
  return token
end

--- Whether a token has ended. Its time was written by this machine's clock, which may be wrong, or by a right one. So
--- where the client has corrected the clock, both times have to be past the end; else the portal decides.
local function has_ended(token, context)
  local ends = time_of(token.expiresAt)
  return ends <= context.now() and ends <= (context.machine_now or context.now)()
end

-- Renewal -------------------------------------------------------------------------------------------------------

--- Whether the token's file has all that a renewal needs.
local function is_renewable(token, now)
  local registered = time_of(token.registrationExpiresAt)
  return token.refreshToken and token.clientId and token.clientSecret and registered and registered > now
end

local function read_error(response)
  local problem = core.decode(shape("Problem"), response.body) or {}
  return problem.error, problem.error_description
end

local function request_of(place, token)
  return {
    method = "POST",
    url = endpoint.request_url(place, "/token", ""),
    headers = { place.host_header, { "Content-Type", "application/json" } },
    body = core.encode(shape("Request"), {
      grantType = "refresh_token",
      clientId = token.clientId,
      clientSecret = token.clientSecret,
      refreshToken = token.refreshToken,
    }),
  }
end

--- The token of an answer, with what else the file has to hold; nil where the answer cannot be read.
local function token_of(config, old, response, asked_at, context)
  local answer = core.decode(shape("Answer"), response.body)
  if not (answer and answer.expiresIn and is_header_text(answer.accessToken)) then return nil end
  aws_service.take_time(context, response, asked_at)
  local ends = core.format_timestamp(math.floor(context.now() + answer.expiresIn), "iso8601")
  return ends and {
    startUrl = config.start_url,
    region = config.region,
    accessToken = answer.accessToken,
    expiresAt = ends,
    clientId = old.clientId,
    clientSecret = old.clientSecret,
    registrationExpiresAt = old.registrationExpiresAt,
    refreshToken = answer.refreshToken,
  }
end

--- A new token, or nil, why not, and whether the refresh token was refused.
local function renew(config, token, context, surroundings)
  local place = aws_service.endpoint("sso_oidc", config.region, surroundings)
  local response, problem, asked_at = aws_service.call(context, {
    make_request = function() return request_of(place, token) end,
    read_error = read_error,
    secrets = { token.clientSecret, token.refreshToken, token.accessToken },
  }, surroundings.random)
  if not response then
    return nil, document.excerpt(problem.code .. " " .. problem.message), problem.code == "invalid_grant"
  end
  local new = token_of(config, token, response, asked_at, context)
  return new, not new and "an answer that cannot be read" or nil
end

--- The token of the file, or a later one that could not be written there.
local function latest(self)
  local token = load(self.config, self.path)
  local own = self.unwritten
  return own and time_of(own.expiresAt) > time_of(token.expiresAt) and own or token
end

--- The token of the file where it is another one that can be used; also nil while the file is half written.
local function other_token(self, token, context)
  local ok, found = pcall(latest, self)
  if not ok and not errors.is(found, "CredentialsError") then error(found, 0) end
  local is_other = ok and found.accessToken ~= token.accessToken and not has_ended(found, context)
  return is_other and found or nil
end

--- The token that another process may have renewed. A refresh token can be used once: of two processes one is refused,
--- and the other writes the new token a moment after its answer.
---@param is_refused boolean? the refresh token was refused
---@return table? token
local function token_of_winner(self, token, context, is_refused)
  local found = other_token(self, token, context)
  for _ = 1, is_refused and REREADS or 0 do
    if found or not has_ended(token, context) then break end
    exchange.pause(context, REREAD_PAUSE)
    found = other_token(self, token, context)
  end
  return found
end

--- Renews a token that ends soon, at most once in SPACING seconds. After a failure the old one is used.
---@return table token
---@return string? reason why it is the old one
local function renew_if_due(self, token, context, surroundings)
  local now = context.now()
  if time_of(token.expiresAt) - now >= WINDOW then return token end
  if now < self.next_renewal then return token, "its renewal failed a moment ago" end
  if not is_renewable(token, now) then return token, "it cannot be renewed" end
  self.next_renewal = now + SPACING
  local new, reason, is_refused = renew(self.config, token, context, surroundings)
  self.next_renewal = context.now() + SPACING -- the answer may have corrected the clock
  if not new then return token_of_winner(self, token, context, is_refused) or token, reason end
  local is_written = core.write_private_file(self.path, (core.encode(shape("Token"), new)))
  self.unwritten = not is_written and new or nil
  return new
end

---@class aws.SsoToken
---@field config aws.SsoConfig
---@field path string
---@field next_renewal number
---@field unwritten? table a renewed token that could not be written to the file

--- Where the token of a configuration is.
---@param config aws.SsoConfig
---@param profiles aws.Profiles
---@return aws.SsoToken
function sso_token.new(config, profiles)
  return { config = config, path = path_of(config, profiles), next_renewal = -math.huge }
end

--- The token to ask for keys with. Only the token of an sso-session is renewed.
---@param self aws.SsoToken
---@param context aws.CredentialsContext
---@param surroundings aws.Surroundings
---@return string # raises CredentialsError when there is none, or when it has ended
function sso_token.get(self, context, surroundings)
  local token, reason = latest(self), nil
  if self.config.session_name then token, reason = renew_if_due(self, token, context, surroundings) end
  if has_ended(token, context) then
    provider.fail(NAME, "the token in %s has ended%s; %s", self.path, reason and " (" .. reason .. ")" or "",
      advice(self.config))
  end
  return token.accessToken
end

return sso_token
