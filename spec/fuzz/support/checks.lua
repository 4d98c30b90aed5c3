--- What fuzzers check of many things.
local core = require "aws.core"
local errors = require "aws.errors"

local checks = {}

--- Whether two values are the same, tables by what is in them; NaN is NaN.
function checks.is_same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b or a ~= a and b ~= b end
  for key, value in next, a do
    if not checks.is_same(value, b[key]) then return false end
  end
  for key in next, b do
    if a[key] == nil then return false end
  end
  return true
end

--- Raises unless two values are the same.
function checks.same(a, b, what)
  if not checks.is_same(a, b) then error((what or "another value") .. ": " .. checks.show(a) .. " and " .. checks.show(b), 2) end
end

--- A value as text, for people.
function checks.show(value)
  if type(value) == "string" then return ("%q"):format(value) end
  if type(value) ~= "table" then return tostring(value) end
  local parts = {}
  for key, item in next, value do parts[#parts + 1] = "[" .. checks.show(key) .. "]=" .. checks.show(item) end
  return "{" .. table.concat(parts, ",") .. "}"
end

--- Raises unless a message is a text of one line, not too long, without control characters.
function checks.message(text, most)
  assert(type(text) == "string", "a message is a " .. type(text))
  assert(#text > 0 and #text <= (most or 1000), "a message of " .. #text .. " bytes")
  local at = text:find("[%z\1-\31\127]")
  if at then error(("a control character in the message %q"):format(text), 2) end
end

--- A secret for an input, which a fuzzer puts where secrets are: its first 16 bytes are neither in the input nor among
--- the words of a message, so that nothing but a leak brings them into one. The fuzzer's own bytes could be such words.
---@param input string
---@return string # 40 letters and digits
function checks.secret_of(input)
  return "sEcReT" .. core.sha256_hex(input):sub(1, 34)
end

--- Raises where a text has the first bytes of a secret of `secret_of`.
function checks.lacks(text, secret)
  if text:find(secret:sub(1, 16), 1, true) then error("a secret is in: " .. text, 2) end
end

--- What a decoder gives for a text that has to be read; `false` is a value.
function checks.decoded(shape, text)
  local value, message = core.decode(shape, text)
  if value == nil then error(message .. ": " .. text, 2) end
  return value
end

--- Raises unless a value that was read is encoded, and then read as the same.
function checks.encoded_again(shape, value)
  local text, problems = core.encode(shape, value)
  if not text then error(problems[1].path .. " " .. problems[1].message, 2) end
  checks.same(value, checks.decoded(shape, text))
end

--- Calls a function that may raise typed errors alone. Returns what it returns, or nil and the error.
function checks.typed(call, ...)
  local ok, result = xpcall(call, function(raised)
    return errors.is(raised) and raised or debug.traceback(tostring(raised))
  end, ...)
  if ok then return result end
  if not errors.is(result) then error(result, 0) end
  checks.message(tostring(result), 4000)
  return nil, result
end

return checks
