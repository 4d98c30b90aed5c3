-- Ways to send an answer {status, headers, body}: as it should be, or wrong on the wire.

local delivery = { ways = {} }
local ways = delivery.ways

local reasons = { [200] = "OK", [307] = "Temporary Redirect", [400] = "Bad Request", [403] = "Forbidden",
  [404] = "Not Found", [429] = "Too Many Requests", [500] = "Internal Server Error", [503] = "Service Unavailable" }

local function start(answer)
  ngx.status = answer.status
  for _, pair in ipairs(answer.headers) do
    ngx.header[pair[1]] = pair[2]
  end
end

--- The right way.
function delivery.normal(answer)
  start(answer)
  ngx.header.content_length = #answer.body
  ngx.print(answer.body)
end

-- The connection itself, for bytes nginx would never send. Whoever takes it closes it.
local function take_connection()
  local socket, problem = ngx.req.socket(true)
  if not socket then
    ngx.log(ngx.ERR, "no raw socket: ", problem)
    ngx.exit(444)
  end
  return socket
end

-- Status line and headers, `framing` (a list of lines) and the empty line.
local function head(answer, framing)
  local lines, dated = { ("HTTP/1.1 %d %s"):format(answer.status, reasons[answer.status] or "Local") }, false
  for _, pair in ipairs(answer.headers) do
    lines[#lines + 1] = pair[1] .. ": " .. pair[2]
    dated = dated or pair[1] == "Date"
  end
  if not dated then
    lines[#lines + 1] = "Date: " .. ngx.http_time(ngx.time())
  end
  for _, line in ipairs(framing) do
    lines[#lines + 1] = line
  end
  return table.concat(lines, "\r\n") .. "\r\n\r\n"
end

local function half(body)
  return body:sub(1, math.floor(#body / 2))
end

local function close()
  return ngx.exit(444)
end

ways["cut-before"] = function()
  return close()
end

-- The operation was carried out, and nobody is told.
ways["reply-lost"] = function()
  return close()
end

ways["cut-headers"] = function(answer)
  local text = head(answer, { "Content-Length: " .. #answer.body })
  take_connection():send(text:sub(1, #text - 8))
  return close()
end

ways["cut-body"] = function(answer)
  take_connection():send(head(answer, { "Content-Length: " .. #answer.body }) .. half(answer.body))
  return close()
end

ways["cut-chunk"] = function(answer)
  local size = ("%x\r\n"):format(#answer.body)
  take_connection():send(head(answer, { "Transfer-Encoding: chunked" }) .. size .. half(answer.body))
  return close()
end

ways["stall-body"] = function(answer, seconds)
  take_connection():send(head(answer, { "Content-Length: " .. #answer.body }) .. half(answer.body))
  ngx.sleep(tonumber(seconds) or 60)
  return close()
end

-- The whole answer, a little at a time: never silent for long, late all the same.
function ways.drip(answer, seconds)
  start(answer)
  ngx.header.content_length = #answer.body
  local size, pause = math.max(1, math.ceil(#answer.body / 20)), (tonumber(seconds) or 10) / 20
  for at = 1, #answer.body, size do
    ngx.print(answer.body:sub(at, at + size - 1))
    ngx.flush(true)
    ngx.sleep(pause)
  end
end

function ways.garbage()
  take_connection():send("\0\1\2\255 this is no HTTP \r\n\r\n\128\129\n")
  return close()
end

function ways.chunked(answer)
  start(answer)
  local size = math.max(1, math.ceil(#answer.body / 5))
  for at = 1, #answer.body, size do
    ngx.print(answer.body:sub(at, at + size - 1))
    ngx.flush(true)
  end
end

ways["close-delimited"] = function(answer)
  take_connection():send(head(answer, { "Connection: close" }) .. answer.body)
  return close()
end

function ways.continue(answer, status)
  local interim = status == "100" and "HTTP/1.1 100 Continue\r\n\r\n"
    or "HTTP/1.1 103 Early Hints\r\nLink: </nothing>; rel=preload\r\n\r\n"
  local framing = { "Content-Length: " .. #answer.body, "Connection: close" }
  take_connection():send(interim .. head(answer, framing) .. answer.body)
  return close()
end

ways["close-silently"] = function(answer)
  take_connection():send(head(answer, { "Content-Length: " .. #answer.body }) .. answer.body)
  return close()
end

return delivery
