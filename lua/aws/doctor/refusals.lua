--- What the refusals of AWS's services mean, by their type, and what to do about each.
local errors = require "aws.errors.typed"
local origin = require "aws.credentials.origin"
local retry = require "aws.retry"

local refusals = {}

---@class aws.Refusal
---@field text string after the access key: "is not known to AWS"
---@field hint string

local unknown_key = {
  text = "is not known: it was deleted or mistyped, or belongs to another partition",
  hint = "look the key up in IAM; keys of China and GovCloud are good in their own regions only",
}
local ended = { text = "has expired, or its session token has", hint = "get new keys (aws sso login, or whatever handed these out)" }
local wrong_secret = {
  text = "does not fit its secret key, or something on the way changes requests",
  hint = "copy the secret key again, whole; if it is right, a proxy may change headers",
}
local wrong_time = { text = "signed with a wrong time", hint = "set this machine's clock (timedatectl set-ntp true)" }
local closed_region = {
  text = "is of an account for which the service or region is not open",
  hint = "enable the region in the account's settings, or finish the account's sign-up",
}

--- From "Common Errors" of AWS's API references (STS, DMS, IAM).
---@type table<string, aws.Refusal>
local by_type = {
  IncompleteSignature = wrong_secret,
  IncompleteSignatureException = wrong_secret,
  InvalidToken = { text = "came with a session token that is not its own", hint = "copy all three parts of the keys again" },
  OptInRequired = closed_region,
  RegionDisabledException = closed_region,
  SubscriptionRequiredException = closed_region,
}

--- How a refusal about keys is known, by the rules of retries, which know all spellings.
local function about_keys(type_name)
  if by_type[type_name] then return by_type[type_name] end
  if retry.is_expired(type_name) then return ended end
  if retry.is_refused_key(type_name) then return unknown_key end
  if type_name == "SignatureDoesNotMatch" or type_name == "InvalidSignatureException" then return wrong_secret end
  return retry.may_be_skew(type_name) and wrong_time or nil
end

--- The type, and by what AWS finds the request again.
local function reference(err)
  return err.request_id and ("%s, request id %s"):format(err.type, err.request_id) or err.type
end

--- What an error says of the keys, or nil where it is about something else.
---@param err any
---@param examination aws.Examination
---@return string? text
---@return string? hint
function refusals.of_keys(err, examination)
  local found = errors.is(err, "service") and about_keys(err.type)
  if not found then return nil end
  return ("the key %s %s (%s)"):format(origin.last_of(examination.keys.access_key_id), found.text, reference(err)), found.hint
end

--- Whether permissions are missing: IAM's refusal. DMS's AccessDeniedFault is about something else.
---@param err any
---@return boolean
function refusals.is_denied(err)
  return errors.is(err, "service") and (err.type == "AccessDeniedException" or err.type == "AccessDenied")
end

refusals.reference = reference

return refusals
