-- Answers of HTTP/1.1 that arrive in pieces: however they are split, an answer or a problem, the same each time.
local checks = require "spec.fuzz.support.checks"
local http1 = require "aws.transport.http1"

local limits = { math.huge, math.huge, 0, 40, 1000 }
local methods = { "POST", "GET", "HEAD" }

--- Gives the text in pieces of the sizes that `size_of` says, and then the end.
local function reader_of(text, limit, size_of)
  local at = 1
  return {
    buffer = "", at = 1, got = false, counted = 0, limit = limit,
    receive = function()
      if at > #text then return nil, "closed" end
      local piece = text:sub(at, at + size_of(at) - 1)
      at = at + #piece
      return piece
    end,
  }
end

--- What is read, without what depends on how it arrived: the bytes that were there beside it.
local function read(text, method, limit, size_of)
  local reader = reader_of(text, limit, size_of)
  local response, more = http1.read(reader, method)
  if response then return { response }, more, reader end
  checks.message(more.message or more.reason, 200)
  assert((more.status == nil) == (more.headers == nil))
  return { more.reason, more.message, more.status, more.headers, more.got }
end

--- Bytes after an answer that are there beside it are not read, and the connection is not used again.
local function check_rest(text, reader, is_reusable)
  assert(reader.at <= #reader.buffer + 1 and #reader.buffer <= #text)
  if is_reusable then assert(reader.at > #reader.buffer, "bytes would be another answer's") end
end

--- Whether a header block was refused. It may be for its beginning or for its length, before its end or after it: what is
--- seen first depends on the pieces.
local function is_refused_block(result)
  return (result[1] == "malformed" or result[1] == "too large") and not result[3]
end

return function(input)
  local choice, seed = input:byte(1) or 0, input:byte(2) or 0
  local limit, method, text = limits[choice % #limits + 1], methods[math.floor(choice / 8) % #methods + 1], input:sub(3)
  local whole, is_reusable, reader = read(text, method, limit, function() return #text end)
  if reader then check_rest(text, reader, is_reusable) end
  local sizes = {
    function() return 1 end,
    function(at) return at % (seed + 2) + 1 end,
    function(at) return (at * (2 * seed + 1)) % 7 == 0 and 1 or 13 end,
  }
  for _, size_of in ipairs(sizes) do
    local parts, is_reusable_then = read(text, method, limit, size_of)
    if not (is_refused_block(whole) and is_refused_block(parts)) then checks.same(whole, parts, "in pieces") end
    assert(is_reusable_then or not is_reusable, "a connection that would be used again")
  end
end
