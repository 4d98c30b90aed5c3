--- Answers of whoever is on the way to a service, byte by byte, and what a call makes of them, whatever the transport.
local answer_cases = {}

local function answer(status, headers, body)
  local lines = { "HTTP/1.1 " .. status, "Connection: close", "Content-Length: " .. #body }
  for _, line in ipairs(headers) do lines[#lines + 1] = line end
  return table.concat(lines, "\r\n") .. "\r\n\r\n" .. body
end

local HTML = "Content-Type: text/html; charset=utf-8"
local ID = "x-amzn-RequestId: 01234567-89ab-cdef-0123-456789abcdef"
local OK = answer("200 OK", { ID }, '{"Replication":{"Status":"stopping"}}')
local PORTAL = "<html><head><title>Welcome</title><script>var a = '<b>';</script></head>\r\n<body><p>Sign&nbsp;in to &quot;Café&quot;</p>"
local FAR_DATE = "Date: Tue, 14 Nov 2023 22:13:20 GMT"

--- What a call that succeeds at its second attempt waited before it.
local function waited(seconds) return { ok = true, waits = { seconds } } end

---@class spec.AnswerCase
---@field name string
---@field answers string[] in order; each over a connection of its own
---@field expected table members of the error, or `ok` and `waits` (seconds before each further attempt)
---@field says? string[] parts of the message
---@field hides? string[] what its text does not hold

---@type spec.AnswerCase[]
answer_cases.list = {}

local function add(name, answers, expected, says, hides)
  if type(answers) == "string" then answers = { answers } end
  table.insert(answer_cases.list, { name = name, answers = answers, expected = expected, says = says, hides = hides })
end

-- A 2xx answer that cannot be read: carried out, if it is AWS's.
local function add_unreadable(what, headers, body, says)
  local function with(line) return answer("200 OK", { line, (table.unpack or unpack)(headers) }, body) end
  for id, is_known in pairs({
    ["x-amzn-RequestId: 1-a"] = "1-a", ["X-Amz-Request-Id: 79104EXAMPLEB723"] = "79104EXAMPLEB723", ["x-amzn-request-id: r+/="] = "r+/=",
    ["x-amzn-RequestId:\r\nx-amz-request-id: b"] = "b", ["x-amzn-RequestId: a\r\nx-amzn-RequestId: b"] = "a",
  }) do
    add(("%s with %s"):format(what, id:gsub("\r\n", " and ")), with(id),
      { type = "ResponseParseError", kind = "response", applied = "yes", request_id = is_known }, says, { "captive" })
  end
  for _, id in ipairs({ "X-Powered-By: x", "x-amzn-RequestId:", "x-amzn-RequestId: a b", "x-amzn-RequestId: <none>",
    "x-amz-cf-id: abc", "x-amzn-RequestId: " .. ("a"):rep(200) }) do
    add(("%s with %s"):format(what, id:sub(1, 40)), with(id), { type = "ResponseParseError", kind = "response", applied = "unknown" },
      { "captive portal", "endpoint", "http://127.0.0.1:" })
  end
end

add_unreadable("a portal's page", { HTML }, PORTAL, { "not a JSON object", "text/html", 'Welcome Sign in to "Café"' })
add_unreadable("nothing", {}, "")
add_unreadable("half an object", {}, '{"Replication":{')
add("an answer cut short, of AWS's", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n" .. ID .. "\r\n\r\n{",
  { type = "ResponseParseError", applied = "yes" }, { "cut short" })
add("an answer cut short, of nobody's", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
  { type = "ResponseParseError", applied = "unknown" }, { "cut short", "captive portal" })
add("an answer too large, of AWS's", answer("200 OK", { ID }, ("x"):rep(70000)),
  { type = "ResponseTooLargeError", applied = "yes" }, { "max_response_bytes" })
add("an answer too large, of nobody's", answer("200 OK", { HTML }, ("x"):rep(70000)),
  { type = "ResponseTooLargeError", applied = "unknown" }, { "max_response_bytes", "captive portal" })

-- Headers of one value that come twice, or were joined on the way.
local THROTTLED = "x-amzn-ErrorType: ThrottlingException"
for how, lines in pairs({
  twice = { THROTTLED, "x-amzn-ErrorType: BadRequestException" },
  joined = { THROTTLED .. ",BadRequestException" },
  ["with a URL, joined"] = { THROTTLED .. ":http://internal.amazon.com/a,b/, BadRequestException" },
  ["empty first"] = { "x-amzn-ErrorType:", THROTTLED },
}) do
  add("an error's type " .. how, { answer("400 Bad Request", lines, "{}"), OK }, waited(0))
end
for name, seconds in pairs({
  ["Retry-After: 2\r\nRetry-After: 3"] = 2, ["Retry-After: 2, 3"] = 2, ["x-amz-retry-after: 1500\r\nx-amz-retry-after: 9"] = 1.5,
  ["x-amz-retry-after: 1500,9"] = 1.5, ["X-Amz-Retry-After: 0, 1500\r\nRetry-After: 4"] = 0,
  [FAR_DATE .. "\r\n" .. FAR_DATE .. "\r\nRetry-After: Tue, 14 Nov 2023 22:13:23 GMT\r\nRetry-After: 9"] = 3,
  [FAR_DATE .. ", " .. FAR_DATE:sub(7) .. "\r\nRetry-After: Tuesday, 14-Nov-23 22:13:24 GMT, 9"] = 4,
}) do
  add("to wait: " .. name:gsub("\r\n", " and "), { answer("503 Slow Down", { name }, ""), OK }, waited(seconds))
end
for how, lines in pairs({ once = { FAR_DATE }, twice = { FAR_DATE, FAR_DATE }, joined = { FAR_DATE .. ", " .. FAR_DATE:sub(7) } }) do
  add("a wrong clock and a date " .. how, { answer("403 Forbidden", lines, '{"__type":"InvalidSignatureException"}'), OK }, waited(0))
end
add("a request id twice",
  answer("400 Bad Request", { "x-amzn-RequestId: one", "x-amzn-RequestId: one" }, '{"__type":"ValidationException"}'),
  { type = "ValidationException", request_id = "one", applied = "no" })

-- An answer that is compressed all the same.
local GZIP = "\31\139\8\0\0\0\0\0\0\3\171\174\5\0\67\191\166\163\2\0\0\0"
for _, coding in ipairs({ "gzip", "deflate", "br", "X-GZIP" }) do
  local header = "Content-Encoding: " .. coding
  add("a success in " .. coding, answer("200 OK", { header, ID }, GZIP),
    { type = "ResponseParseError", applied = "yes" }, { "compressed", coding })
  add("an error in " .. coding, answer("400 Bad Request", { header, ID, "x-amzn-ErrorType: ResourceNotFoundFault" }, GZIP),
    { type = "ResourceNotFoundFault", applied = "no", retryable = false }, { "compressed", coding })
  add("an error without a code in " .. coding, answer("403 Forbidden", { header }, GZIP), { type = "HTTP 403" }, { "compressed", coding })
end
for _, coding in ipairs({ "gzip", "identity" }) do
  local header = { "Content-Encoding: " .. coding }
  add("an object that is called " .. coding, answer("200 OK", header, OK:match("{.*")), { ok = true, waits = {} })
end

-- What a proxy, a firewall or a load balancer says.
local function add_refusal(name, status, headers, body, says, hides, more)
  local expected = { type = "HTTP " .. status:sub(1, 3), kind = "service" }
  for member, value in pairs(more or {}) do expected[member] = value end
  add(name, answer(status, headers, body), expected, says, hides)
end

add_refusal("a load balancer's page", "403 Forbidden", { HTML },
  "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n</body>\r\n</html>\r\n",
  { "text/html", ": 403 Forbidden 403 Forbidden" }, { "<", "\r", "\n" })
add_refusal("a firewall's text", "403 Forbidden", { "Content-Type: text/plain" }, "Blocked by\tpolicy\27[31m 7\nCall\0 1234\r\n",
  { "text/plain", "Blocked by policy [31m 7 Call 1234" }, { "\27", "\t", "\n", "\0" })
add_refusal("a page of scripts, styles and comments", "406 No", { HTML },
  "<!-- a > b --><STYLE>p{}</STYLE><Script src=x>if (a<b) {}</Script><p>Your request\nwas <b>rejected</b>. Support&#32;ID: &#x34;2",
  { "Your request was rejected . Support ID: 42" }, { "a<b", "p{}", "-->" })
add_refusal("JSON of a gateway's own", "403 Forbidden", { "Content-Type: application/json" }, '{"error": "denied by rule 9"}',
  { "another kind", "application/json", '{"error": "denied by rule 9"}' })
add_refusal("a list", "400 Bad Request", { "Content-Type: application/json" }, '["no"]', { "not a JSON object", '["no"]' })
add_refusal("no type of content", "403 Forbidden", {}, "Go away", { "Go away" }, { "Content-Type" })
add_refusal("nothing, of nobody's", "403 Forbidden", {}, "", { "empty" })
add_refusal("nothing, of AWS's", "403 Forbidden", { ID }, "", {}, { "empty" })
add_refusal("bytes", "403 Forbidden", { "Content-Type: image/png" }, ("\0\1\2\255"):rep(100),
  { "image/png", "400 bytes" }, { "\1", "\255" })
add_refusal("bytes that are not UTF-8", "403 Forbidden", {}, "gesperrt f\252r \194\133\226\128\168alle", { "gesperrt f?r alle" })
add_refusal("a long page", "403 Forbidden", { HTML }, "<p>" .. ("many words "):rep(3000), { "many words", "…" })
add_refusal("a redirect", "302 Found", { HTML, "Location: https://login.example/portal?x=1" }, "<p>Moved",
  { "redirected to https://login.example/portal?x=1" })
add_refusal("a redirect with a message", "307 Temporary Redirect", { "Location: https://user:pass@elsewhere.example/\1\27" },
  '{"message":"moved"}', { "moved" }, { "pass", "\27" }, { text = "https://***@elsewhere.example/" })
add_refusal("a redirect twice", "301 Moved", { "Location: /a,b", "Location: /c" }, "", { "redirected to /a,b," }, { "/c" })
add("a redirect cut short", "HTTP/1.1 302 Found\r\nContent-Length: 9\r\nLocation: /x\r\n\r\n",
  { type = "HTTP 302", text = "HTTP 302 to /x" },
  { "cut short" })
add_refusal("a redirect to nowhere", "302 Found", {}, "", { "empty" })

-- Errors in XML.
for name, body in pairs({
  ["as S3 writes it"] = '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>No &amp; no</Message>'
    .. "<RequestId>ABC</RequestId></Error>",
  ["as STS writes it"] = '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/"><Error><Type>Sender</Type><Code>AccessDenied</Code>'
    .. "<Message>No &amp; no</Message></Error><RequestId>ABC</RequestId></ErrorResponse>",
  ["as EC2 writes it"] = "<Response><Errors><Error><Code>AccessDenied</Code><Message>No &amp; no</Message></Error></Errors>"
    .. "<RequestID>ABC</RequestID></Response>",
}) do
  add("XML " .. name, answer("403 Forbidden", { "Content-Type: application/xml" }, body),
    { type = "AccessDenied", message = "No & no", request_id = "ABC", applied = "no", retryable = false })
end
add("XML that asks for fewer requests", { answer("403 Forbidden", {}, "<Error><Code>SlowDown</Code></Error>"), OK }, waited(0))
add("XML of somebody else's", answer("403 Forbidden", { "Content-Type: text/xml" }, "<fault><reason>closed</reason></fault>"),
  { type = "HTTP 403" }, { "text/xml", ": closed" })
add("XML that is broken", answer("403 Forbidden", {}, "<Error><Code>Secret</Code>"), { type = "HTTP 403" }, { "Secret" })

--- What a call of a client makes of an endpoint, here or in nginx.
---@param url string
---@return table result `ok` and `waits`, or what the error says
function answer_cases.call(url)
  local waits = {}
  local client = require("aws.dms").new{
    endpoint_url = url, region = "us-east-1", max_response_bytes = 65536, max_attempts = 2, ignore_configured_endpoint_urls = true,
    credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" }, proxy = false,
    random = function() return 0 end, sleep = function(seconds) waits[#waits + 1] = seconds end,
  }
  local ok, result = pcall(client.stop_replication, { ReplicationConfigArn = "arn" })
  client.close()
  if ok then return { ok = true, waits = waits } end
  return {
    type = result.type, kind = result.kind, applied = result.applied, request_id = result.request_id, message = result.message,
    retryable = result.retryable, text = tostring(result),
  }
end

--- Defines the specs of all cases.
---@param it function busted's
---@param call fun(url: string): table answer_cases.call, in some place
function answer_cases.define(it, call)
  local assert = require "luassert"
  local tcp_server = require "spec.support.tcp_server"
  for _, case in ipairs(answer_cases.list) do
    it(case.name, function()
      local programs = {}
      for i, text in ipairs(case.answers) do programs[i] = { "read", tcp_server.bytes(text) } end
      local server = tcp_server.start((table.unpack or unpack)(programs))
      local result = call(server.url)
      for member, value in pairs(case.expected) do
        if member == "text" then
          assert.truthy(result.text:find(value, 1, true), result.text)
        else
          assert.same(value, result[member], result.text)
        end
      end
      for _, part in ipairs(case.says or {}) do assert.truthy(result.message:find(part, 1, true), result.message) end
      for _, part in ipairs(case.hides or {}) do assert.is_nil(result.text:find(part, 1, true), result.text) end
      assert.is_true(#(result.text or "") < 1000)
    end)
  end
end

return answer_cases
