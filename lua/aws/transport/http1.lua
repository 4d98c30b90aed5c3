--- Answers of HTTP/1.1 (RFC 9112) without sockets: read from a `receive` function.
local core = require "aws.core"

local http1 = {}

--- The most bytes of headers, for hostile servers that send them without an end. libcurl has the same limit.
local LONGEST_HEAD = 300 * 1024
--- The longest line of a chunk's size or a trailer.
local LONGEST_CHUNK_LINE = 8 * 1024

--- What an answer begins with, and what ends a line, and a header block: an empty line.
local BEGINNING, LINE_END, BLOCK_END = "HTTP/", "\n", "\n\r?\n"

---@class aws.Http1Problem
---@field reason string "too large", "malformed", or what `receive` said: "closed", "timeout", …
---@field message? string where the reason does not say it all
---@field status? integer with `headers`, when a whole header block had arrived
---@field headers? table<string, string>
---@field got boolean whether any byte came

--- The state of reading: `buffer` from `at` on has arrived and is not used yet. The caller makes this table, with whatever
--- else `receive` needs.
---@class aws.Http1Reader
---@field receive fun(reader: aws.Http1Reader): string?, string? the next bytes, at least one, or nil and a reason
---@field context? any for `receive`: what http1.read_head was given
---@field buffer string
---@field at integer
---@field got boolean whether any byte came
---@field counted integer bytes of headers and body
---@field limit number of `counted`

local function fail(reader, reason, message)
  return nil, { reason = reason, message = message, got = reader.got }
end

local function next_piece(reader)
  local bytes, reason = reader.receive(reader)
  if not bytes then return nil, { reason = reason or "closed", got = reader.got } end
  reader.got = true
  return bytes
end

local function fill(reader)
  local bytes, problem = next_piece(reader)
  if not bytes then return nil, problem end
  reader.buffer = reader.at > #reader.buffer and bytes or reader.buffer:sub(reader.at) .. bytes
  reader.at = 1
  return true
end

--- Fills until `pattern`, of three bytes at most, has come, or more than `most` bytes are there. A server may send byte by
--- byte: the pieces are joined once.
local function fill_until(reader, pattern, most)
  local seen = reader.buffer:sub(reader.at)
  local pieces, length = { seen }, #seen
  repeat
    local bytes, problem = next_piece(reader)
    if not bytes then return nil, problem end
    pieces[#pieces + 1], length, seen = bytes, length + #bytes, seen:sub(-2) .. bytes
  until seen:find(pattern) or length > most
  reader.buffer, reader.at = table.concat(pieces), 1
  return true
end

local function count(reader, bytes)
  reader.counted = reader.counted + bytes
  return reader.counted <= reader.limit
end

local function too_large(reader)
  return fail(reader, "too large", "the answer is larger than max_response_bytes")
end

--- What is wrong with so many bytes of headers.
local function fault_of_length(reader, length)
  if length > reader.limit then return "too large", "the answer is larger than max_response_bytes" end
  if length > LONGEST_HEAD then return "too large", "the answer's headers are longer than 300 KiB" end
end

--- What is wrong with a block whose end has not arrived yet.
local function fault_of_beginning(reader, there)
  local reason, message = fault_of_length(reader, reader.counted + there)
  if reason then return reason, message end
  if reader.buffer:sub(reader.at, reader.at + #BEGINNING - 1) ~= BEGINNING:sub(1, there) then
    return "malformed", "the answer is not HTTP/1.1"
  end
end

--- Receives more of a block. Its beginning is checked byte by byte; after that, bytes are received until its end.
local function fill_block(reader, there)
  if there < #BEGINNING then return fill(reader) end
  return fill_until(reader, BLOCK_END, math.min(LONGEST_HEAD, reader.limit) - reader.counted)
end

--- Takes a block of that length, as core.http1_answer has read it.
local function end_block(reader, length, status, more, framing, may_stay)
  reader.counted, reader.at = reader.counted + length, reader.at + length
  local reason, message = fault_of_length(reader, reader.counted)
  if reason then return fail(reader, reason, message) end
  if status then return status, more, framing, may_stay end
  if more then return fail(reader, "too large", "the answer has too many headers") end -- is_too_long
  return fail(reader, "malformed", "the answer's headers are malformed")
end

--- Takes a header block. Bytes that are not HTTP are refused before its end.
---@return integer? status
---@return table<string, string>|aws.Http1Problem headers
---@return number|string framing as of core.http1_answer
---@return boolean may_stay
local function take_block(reader, method)
  if reader.at > #reader.buffer then
    local ok, problem = fill(reader)
    if not ok then return nil, problem end
  end
  local from = reader.at
  while true do
    local there = #reader.buffer - reader.at + 1
    local stop, status, more, framing, may_stay = core.http1_answer(reader.buffer, reader.at, from, method)
    if stop then return end_block(reader, stop - reader.at, status, more, framing, may_stay) end
    local reason, message = fault_of_beginning(reader, there)
    if reason then return fail(reader, reason, message) end
    local ok, problem = fill_block(reader, there)
    if not ok then return nil, problem end
    from = math.max(1, there - 1)
  end
end

--- Takes the final header block. Interim answers (1xx) are skipped, but their bytes count.
local function take_head(reader, method)
  while true do
    local status, headers, framing, may_stay = take_block(reader, method)
    if not status or status >= 200 or status == 101 then return status, headers, framing, may_stay end
  end
end

--- Takes `length` bytes that have arrived.
local function take_slice(reader, length)
  local from = reader.at
  reader.at = from + length
  return reader.buffer:sub(from, from + length - 1)
end

--- Takes `length` bytes into `parts`.
local function take_bytes(reader, length, parts)
  while true do
    local there = #reader.buffer - reader.at + 1
    if there >= length then
      parts[#parts + 1] = take_slice(reader, length)
      return true
    end
    parts[#parts + 1] = take_slice(reader, there)
    length = length - there
    local ok, problem = fill(reader)
    if not ok then return nil, problem end
  end
end

--- Takes the data of a body in chunks into `parts`.
local function take_chunks(reader, parts)
  local take = core.http1_chunks(reader.limit - reader.counted)
  while true do
    local data, more, left = take(reader.buffer, reader.at)
    if not data then
      if more then return fail(reader, "malformed", more) end
      return too_large(reader)
    end
    if data ~= "" then parts[#parts + 1] = data end
    reader.at = more
    if not left then return true end
    local ok, problem
    if left > 0 then
      ok, problem = take_bytes(reader, left, parts)
    else
      ok, problem = fill_until(reader, LINE_END, LONGEST_CHUNK_LINE)
    end
    if not ok then return nil, problem end
  end
end

local function take_all(reader, parts)
  while true do
    local there = #reader.buffer - reader.at + 1
    parts[#parts + 1] = reader.buffer:sub(reader.at)
    reader.at = #reader.buffer + 1
    if not count(reader, there) then return too_large(reader) end
    local ok, problem = fill(reader)
    if not ok then return problem.reason == "closed" or nil, problem end
  end
end

--- Takes a body that did not come with the headers, or not whole.
local function take_parts(reader, framing)
  local parts, ok, problem = {}
  if framing == "chunked" then
    ok, problem = take_chunks(reader, parts)
  elseif framing == "close" then
    ok, problem = take_all(reader, parts)
  else
    ok, problem = take_bytes(reader, framing, parts)
  end
  if not ok then return nil, problem end
  return table.concat(parts)
end

local function take_body(reader, framing)
  if framing == "unknown" then return fail(reader, "malformed", "the answer has an unknown transfer coding") end
  if type(framing) == "number" then
    if not count(reader, framing) then return too_large(reader) end
    if framing <= #reader.buffer - reader.at + 1 then return take_slice(reader, framing) end
  end
  return take_parts(reader, framing)
end

--- Reads one answer.
---@param reader aws.Http1Reader
---@param method string of the request
---@return aws.TransportResponse?
---@return boolean|aws.Http1Problem more whether the connection may be used again; the problem if there is no answer
function http1.read(reader, method)
  local status, headers, framing, may_stay = take_head(reader, method)
  if not status then return nil, headers end
  local body, problem = take_body(reader, framing)
  if not body then
    problem.status, problem.headers = status, headers
    return nil, problem
  end
  return { status = status, headers = headers, body = body }, may_stay and framing ~= "close" and reader.at > #reader.buffer
end

--- Reads only a header block, as after CONNECT.
---@param receive fun(reader: aws.Http1Reader): string?, string?
---@param context any for `receive`, as `reader.context`
---@return integer? status
---@return string|aws.Http1Problem|nil more the bytes after the block, if any; the problem if there is no status
function http1.read_head(receive, context)
  local reader = {
    receive = receive, context = context, buffer = "", at = 1, got = false, counted = 0, limit = math.huge,
  }
  local status, problem = take_head(reader)
  if not status then return nil, problem end
  return status, reader.at <= #reader.buffer and reader.buffer:sub(reader.at) or nil
end

return http1
