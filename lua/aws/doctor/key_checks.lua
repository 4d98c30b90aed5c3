--- What there is to say of keys: their kind, the last characters of their id, their end.
local explanations = require "aws.explain"
local facts_of = require "aws.client.explain_facts"
local origin = require "aws.credentials.origin"
local user_functions = require "aws.waiting.user_functions"

local key_checks = {}

--- The rows of an explanation about keys, by name.
local function rows_of(examination, keys, whose)
  local known = { found = keys, whose = whose, now = user_functions.now(examination.state.values, 0) }
  local rows = {}
  for _, row in ipairs(explanations.of(facts_of(examination.state, known)).keys) do rows[row.name] = row end
  return rows
end

--- "…WXYZ of imds, temporary (ASIA), expires 2026-11-29T06:00:00Z, in 54 min"
local function words_of(rows)
  local id, ends = rows["access key"], rows.expires
  local parts = { ("%s of %s"):format(id.value, rows.provider.value), id.note }
  if ends.note then parts[#parts + 1] = ("expires %s, %s"):format(ends.value, ends.note) end
  return table.concat(parts, ", ")
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
---@param whose { provider: string, place?: string } who had them
function key_checks.run(examination, keys, whose)
  local rows = rows_of(examination, keys, {
    provider = whose.provider, place = whose.place, key_id = origin.last_of(keys.access_key_id),
  })
  local words, place = words_of(rows), whose.place
  if rows.expires.is_loud then
    examination:fail("credentials", "the keys have expired: " .. words, { source = place })
  elseif rows["access key"].is_loud then
    examination:fail("credentials", words, { source = place, hint = token_hints[whose.provider] or "a session token belongs to them" })
  elseif keys.session_token and keys.access_key_id:find("^AKIA") then
    examination:warn("credentials", words .. ": a session token beside a long-term key",
      { source = place, hint = "remove the token: it is of other keys" })
  else
    examination:ok("credentials", words, { source = place })
  end
end

return key_checks
