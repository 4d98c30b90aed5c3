--- Answers of HTTP services from a fuzzer's bytes.
local answers = {}

local statuses = { 200, 200, 204, 302, 400, 403, 404, 413, 429, 500, 503, 401 }

--- "name: value" lines up to an empty one, and what is after it.
local function read_headers(text)
  local headers = {}
  while true do
    local line, after = text:match("^([^\n]*)\n()")
    if not line or line == "" then return headers, line and text:sub(after) or text end
    local name, value = line:match("^([%w_-]+): *(%Z*)$")
    if not name then return headers, text end
    headers[name:lower()], text = value:gsub("\r", ""), text:sub(after)
  end
end

--- An answer: a byte that chooses its status, lines of headers, an empty one, and the body.
---@param text string
---@return table answer of a transport
function answers.read(text)
  local headers, body = read_headers(text:sub(2))
  return { status = statuses[(text:byte(1) or 0) % #statuses + 1], headers = headers, body = body }
end

--- The parts of an input, between NULs.
---@param text string
---@param most integer
---@return string[]
function answers.parts(text, most)
  local parts = {}
  for part in (text .. "\0"):gmatch("(%Z*)%z") do
    if #parts < most then parts[#parts + 1] = part end
  end
  return parts
end

local failures = { "ConnectionError", "ConnectTimeoutError", "ReadTimeoutError", "TLSError", "ProxyError" }

--- A transport that gives an answer for each part, a failure for a part that begins with "!", and a failure after the last.
---@param parts string[]
---@return table transport # callable; `count` has how many requests it got
function answers.transport(parts)
  local transport = { count = 0 }
  return setmetatable(transport, {
    __call = function()
      transport.count = transport.count + 1
      local part = parts[transport.count] or "!"
      if part:sub(1, 1) ~= "!" then return answers.read(part) end
      local kind = failures[(part:byte(2) or 0) % #failures + 1]
      return nil, { type = kind, message = "nothing came", sent = part:byte(3) ~= nil }
    end,
  })
end

return answers
