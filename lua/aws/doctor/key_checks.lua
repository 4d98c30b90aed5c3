--- What there is to say of keys: their kind, the last characters of their id, their end.
local ascii = require "aws.text.ascii"
local user_functions = require "aws.waiting.user_functions"

local key_checks = {}

--- How many characters of an id are shown at either end, and of a short one at its end alone.
local SHOWN, LEAST = 4, 16

--- Kinds of keys, by the beginning of their ids (IAM User Guide, "Understanding unique ID prefixes").
local kinds = { AKIA = "long-term", ASIA = "temporary" }

--- "AKIA…WXYZ"
---@param id string
---@return string
function key_checks.shown(id)
  if #id < LEAST then return "…" .. id:sub(-math.min(SHOWN, math.floor(#id / 2))) end
  return id:sub(1, SHOWN) .. "…" .. id:sub(-SHOWN)
end

--- Seconds as a person reads them.
---@param seconds number
---@return string
function key_checks.duration(seconds)
  if seconds < 120 then return ("%.0f s"):format(seconds) end
  if seconds < 7200 then return ("%.0f min"):format(seconds / 60) end
  if seconds < 172800 then return (ascii.number("%.1f", seconds / 3600):gsub("%.0$", "")) .. " h" end
  return ("%.0f days"):format(seconds / 86400)
end

local function date(time)
  return os.date("!%Y-%m-%d %H:%M:%S UTC", math.floor(time))
end

--- When keys end, in words; nil for keys without an end that is known.
local function ending(keys, now)
  local ends = keys.expiration
  if not ends or math.abs(ends) >= user_functions.END_OF_TIME then return nil end
  local left = ends - now
  if left <= 0 then return ("ended %s, %s ago"):format(date(ends), key_checks.duration(-left)), true end
  return ("ends %s, in %s"):format(date(ends), key_checks.duration(left)), false
end

--- What sets a session token, for those who keep keys in a place where it may have been forgotten.
local token_hints = {
  environment = "set AWS_SESSION_TOKEN too",
  shared_file = "put aws_session_token beside the keys",
  config_file = "put aws_session_token beside the keys",
}

--- Checks keys that were found.
---@param examination aws.Examination
---@param keys aws.Credentials
---@param provider string who had them
---@param place? string where
function key_checks.run(examination, keys, provider, place)
  local kind = kinds[keys.access_key_id:sub(1, 4)]
  local words, is_over = ending(keys, user_functions.now(examination.state.values, 0))
  local text = ("%s%s of %s%s"):format(key_checks.shown(keys.access_key_id), kind and ", a " .. kind .. " key," or "", provider,
    words and ", " .. words or "")
  if is_over then
    examination:fail("credentials", "the keys have expired: " .. text, { source = place })
  elseif kind == "temporary" and not keys.session_token then
    examination:fail("credentials", text .. ": a temporary key without its session token",
      { source = place, hint = token_hints[provider] or "a session token belongs to keys that begin with ASIA" })
  elseif kind == "long-term" and keys.session_token then
    examination:warn("credentials", text .. ": a session token beside a long-term key",
      { source = place, hint = "remove the token: it is of other keys" })
  else
    examination:ok("credentials", text, { source = place })
  end
end

return key_checks
