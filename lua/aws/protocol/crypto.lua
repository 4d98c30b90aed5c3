--- What OpenSSL does for this library, with its refusals as ConfigError: a configuration gone wrong (FIPS) leaves it
--- without algorithms.
local core = require "aws.core"
local errors = require "aws.errors.typed"

local crypto = {}

--- A signer: an object that keeps signing keys until it is closed.
---@return userdata # raises ConfigError where OpenSSL has no SHA-256, or memory ran out
function crypto.signer()
  local signer, fault = core.signer()
  if not signer then errors.config("cannot sign: %s", fault) end
  return signer
end

--- The problems that a signer returned in place of headers or a URL.
---@param problems aws.Problem[]|string a text: memory ran out, or OpenSSL failed
---@return aws.Problem[] # raises ConfigError for a text
function crypto.problems(problems)
  if type(problems) == "string" then errors.config("cannot sign: %s", problems) end
  return problems
end

--- The SHA-256 of a text.
---@param text string
---@return string # 64 hexadecimal digits; raises ConfigError where OpenSSL has no SHA-256
function crypto.sha256_hex(text)
  local digits, fault = core.sha256_hex(text)
  if not digits then errors.config("%s", fault) end
  return digits
end

--- The SHA-1 of a text. It protects nothing: AWS's tools name files by it.
---@param text string
---@return string # 40 hexadecimal digits; raises ConfigError where OpenSSL has no SHA-1
function crypto.sha1_hex(text)
  local digits, fault = core.sha1_hex(text)
  if not digits then errors.config("%s", fault) end
  return digits
end

return crypto
