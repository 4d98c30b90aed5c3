--- Keeps secrets out of errors: a service may repeat what it was sent (AWS shows the canonical request), and so may a
--- user's transport.
local ascii = require "aws.text.ascii"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local percent = require "aws.text.percent"

local redact = {}

--- Longer secrets are also known by so many first bytes: names in messages may be cut.
local PREFIX_BYTES = 16

--- Shorter texts are not secrets of AWS (a key has 40 bytes), and would be found in any text.
local LEAST_BYTES = 6

local PLACEHOLDER = "[redacted]"

--- Members whose values are this library's own words.
local own_members = { kind = true, service = true, operation = true, applied = true, fault = true, provider = true }

--- Every form that a secret may have in a text, the longest first: a token may contain another secret.
local function forms_of(secrets)
  local forms = {}
  for _, secret in iterate.pairs(secrets) do
    if #secret >= LEAST_BYTES then
      local encoded = percent.encode(secret, "[^" .. percent.UNRESERVED .. "]")
      forms[#forms + 1] = secret
      forms[#forms + 1] = encoded
      forms[#forms + 1] = (encoded:gsub("%%%x%x", ascii.lower))
    end
  end
  table.sort(forms, function(a, b) return #a > #b end)
  return forms
end

---@class aws.Needle what to look for: the prefix that some forms share
---@field prefix string
---@field forms string[]

---@return aws.Needle[]
local function needles_of(secrets)
  local needles, by_prefix = {}, {}
  for _, form in ipairs(forms_of(secrets)) do
    local prefix = form:sub(1, PREFIX_BYTES)
    local needle = by_prefix[prefix]
    if not needle then
      needle = { prefix = prefix, forms = {} }
      by_prefix[prefix], needles[#needles + 1] = needle, needle
    end
    needle.forms[#needle.forms + 1] = form
  end
  return needles
end

--- How many bytes at `start`, where the needle's prefix stands, agree with one of its forms.
local function agreement(text, start, needle)
  local longest = #needle.prefix
  for _, form in ipairs(needle.forms) do
    local length = #needle.prefix
    while length < #form and text:byte(start + length) == form:byte(length + 1) do length = length + 1 end
    longest = math.max(longest, length)
  end
  return longest
end

--- One pass over the text, which takes linear time: what agrees is skipped.
local function replace(text, needle)
  local parts, from = {}, 1
  local start = text:find(needle.prefix, 1, true)
  while start do
    parts[#parts + 1] = text:sub(from, start - 1)
    parts[#parts + 1] = PLACEHOLDER
    from = start + agreement(text, start, needle)
    start = text:find(needle.prefix, from, true)
  end
  parts[#parts + 1] = text:sub(from)
  return table.concat(parts)
end

--- A copy of `value` without the needles, in keys too.
local function copy_without(value, needles)
  if type(value) == "table" then
    local copy = {}
    for key, item in iterate.next, value do copy[copy_without(key, needles)] = copy_without(item, needles) end
    return copy
  end
  if type(value) ~= "string" then return value end
  for _, needle in ipairs(needles) do value = replace(value, needle) end
  return value
end

--- The members of an error without any secret, be it complete, cut off after its first bytes, or percent-encoded. Tables
--- are copied, never changed: they may belong to a transport.
---@param fields table for errors.new
---@param secrets string[]
---@return table
function redact.members(fields, secrets)
  local needles, copy = needles_of(secrets), {}
  for name, value in iterate.next, fields do
    local is_own = own_members[name] or name == "type" and errors.kind_of(value)
    copy[name] = is_own and value or copy_without(value, needles)
  end
  return copy
end

return redact
