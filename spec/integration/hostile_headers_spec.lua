-- Headers without measure, in pieces, and of codings that nobody asked for.
local dms = require "aws.dms"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"
local transports = require "spec.support.transports"

local HEAD = "HTTP/1.1 200 OK\r\nx-amzn-RequestId: request-1\r\n"
local BODY = '{"Replication":{"Status":"stopping"}}'
--- BODY as gzip has it.
local GZIP = "\031\139\008\000\000\000\000\000\002\003\171\086\010\074\045\200\201\076\078\044\201\204\207\083"
  .. "\178\170\086\010\046\073\044\041\045\086\178\082\042\046\201\047\040\200\204\075\087\170\173\005"
  .. "\000\198\144\158\254\037\000\000\000"

local function chunk(text) return ("%x\r\n%s\r\n0\r\n\r\n"):format(#text, text) end

describe("an answer", function()
  after_each(tcp_server.stop_all)

  --- What the transport makes of an answer of these steps, and what a call does.
  local function meet(...)
    local server = tcp_server.start({ "read", ... })
    local response, failure = transports.once(local_aws.request(server.url))
    local client = dms.new(local_aws.settings(server.url))
    local _, err = pcall(client.stop_replication, { ReplicationConfigArn = local_aws.arn() })
    client.close()
    return response, failure, err
  end

  local bombs = {
    { "of too many header lines", "the answer has too many headers", tcp_server.repeated(2000, "a: b\r\n") },
    { "of header lines without an end", "the answer has too many headers", tcp_server.repeated(200000, "a: b\r\n") },
    { "of folds without an end", "the answer has too many headers", tcp_server.repeated(2000, " b\r\n") },
    { "of 360 KB of headers", "the answer's headers are longer than 300 KiB",
      tcp_server.repeated(900, "a: " .. ("b"):rep(395) .. "\r\n") },
    { "of a header of 200 KB", "a header line of the answer is too long", tcp_server.repeated(2000, ("b"):rep(100)) },
  }

  for _, bomb in ipairs(bombs) do
    it(bomb[1] .. " is too large", function()
      local response, failure, err = meet(tcp_server.bytes(HEAD .. "x: y"), bomb[3], tcp_server.bytes("\r\n\r\n" .. BODY))
      assert.is_nil(response)
      assert.equal("ResponseTooLargeError", failure.type)
      assert.is_truthy(failure.message:find(bomb[2], 1, true), failure.message)
      assert.is_nil(failure.status)
      assert.is_true(failure.sent)
      assert.equal("ResponseTooLargeError", err.type)
      assert.equal("response", err.kind)
      assert.equal("unknown", err.applied)
    end)
  end

  it("behind interim answers without an end is too large", function()
    local _, failure = meet(tcp_server.repeated(20000, "HTTP/1.1 100 Continue\r\n\r\n"), tcp_server.bytes(HEAD .. "\r\n"))
    assert.equal("ResponseTooLargeError", failure.type)
    assert.equal("the answer's headers are longer than 300 KiB", failure.message)
  end)

  it("with many long headers is read", function()
    local response = meet(tcp_server.bytes(HEAD), tcp_server.repeated(900, "a: " .. ("b"):rep(195) .. "\r\n"),
      tcp_server.bytes(("Content-Length: %d\r\n\r\n%s"):format(#BODY, BODY)))
    assert.equal(BODY, response.body)
    assert.equal(900 * 195 + 899 * 2, #response.headers.a)
  end)

  it("that comes byte by byte is read", function()
    local steps = { "read" }
    local text = HEAD .. ("X: y\r\n"):rep(20) .. ("Content-Length: %d\r\n\r\n%s"):format(#BODY, BODY)
    for i = 1, #text do
      steps[#steps + 1] = tcp_server.bytes(text:sub(i, i))
      steps[#steps + 1] = "sleep 1"
    end
    local response, failure = transports.once(local_aws.request(tcp_server.start(steps).url))
    assert.is_table(response, failure and failure.message)
    assert.equal(BODY, response.body)
  end)

  local codings = {
    { "Transfer-Encoding: gzip, chunked", chunk(GZIP) },
    { "Transfer-Encoding: chunked, gzip", chunk(GZIP) },
    { "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", chunk(GZIP) },
    { "Transfer-Encoding: GZIP", GZIP },
    { "Transfer-Encoding: identity , deflate", GZIP },
    { "transfer-encoding:x-gzip", GZIP },
  }

  for _, case in ipairs(codings) do
    it(("with %s, which nobody asked for, is refused"):format(case[1]:gsub("\r\n", " and ")), function()
      local response, failure, err = meet(tcp_server.bytes(HEAD .. case[1] .. "\r\n\r\n" .. case[2]))
      assert.is_nil(response)
      assert.equal("ConnectionError", failure.type)
      assert.equal(200, failure.status)
      assert.equal("the answer has an unknown transfer coding", failure.message)
      assert.equal("ResponseParseError", err.type)
      assert.equal("yes", err.applied)
    end)
  end

  it("in chunks, whatever the letter case and the list, is read", function()
    for _, coding in ipairs({ "Chunked", " chunked ", "identity, chunked", ", chunked" }) do
      local response, failure = meet(tcp_server.bytes(HEAD .. "Transfer-Encoding:" .. coding .. "\r\n\r\n" .. chunk(BODY)))
      assert.is_table(response, coding .. ": " .. (failure and failure.message or ""))
      assert.equal(BODY, response.body)
    end
  end)
end)
