local ascii = require "aws.text.ascii"
local core = require "aws.core"
local curl = require "aws.curl"
local errors = require "aws.errors"
local reference = require "spec.support.sigv4"
local scripted = require "spec.support.scripted"
local sigv4 = require "aws.sigv4"

local failure = scripted.failure

--- Takes a field out of a request.
local NONE = {}

local function with(made, changes)
  for name, value in pairs(changes or {}) do
    if rawequal(value, NONE) then value = nil end
    made[name] = value
  end
  return made
end

--- A request that can be signed, with some fields replaced.
local function request(changes)
  return with({
    method = "GET",
    url = "https://example.amazonaws.com/a?b=c",
    service = "service",
    region = "us-east-1",
    credentials = scripted.keys,
    time = 1440938160,
  }, changes)
end

local function copy_of(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, item in pairs(value) do copy[key] = copy_of(item) end
  return copy
end

describe("sigv4.sign", function()
  it("signs the example of AWS's suite", function()
    local headers, details = sigv4.sign(request({ url = "https://example.amazonaws.com/" }))
    assert.equal("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", details.signature)
    assert.equal("host;x-amz-date", details.signed_headers)
    assert.equal("example.amazonaws.com", headers.Host)
    assert.equal("20150830T123600Z", headers["X-Amz-Date"])
    assert.equal("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
      .. "SignedHeaders=host;x-amz-date, Signature=" .. details.signature, headers.Authorization)
    assert.equal(("AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n%s"):format(
      reference.sha256(details.canonical_request)), details.string_to_sign)
  end)

  it("gives headers back in the form they came in", function()
    local list = sigv4.sign(request({ headers = { { "Host", "given" }, { "X", "1" }, { "x", "2" } } }))
    assert.same({ "Host", "given" }, list[1])
    assert.same({ "X", "1" }, list[2])
    assert.same({ "x", "2" }, list[3])
    assert.equal("X-Amz-Date", list[4][1])
    assert.equal("Authorization", list[5][1])
    assert.equal(5, #list)
    local map = sigv4.sign(request({ headers = { ["Content-Type"] = "text/plain" } }))
    assert.equal("text/plain", map["Content-Type"])
    assert.equal("example.amazonaws.com", map.Host)
    assert.is_nil(map[1])
  end)

  it("replaces what it writes itself and keeps a host that is given", function()
    local headers = sigv4.sign(request({
      headers = { authorization = "old", ["x-amz-date"] = "old", host = "given.example" },
    }))
    local found = {}
    for name, value in pairs(headers) do found[ascii.lower(name)] = (found[ascii.lower(name)] or "") .. value end
    assert.equal("given.example", found.host)
    assert.equal("20150830T123600Z", found["x-amz-date"])
    assert.is_nil(found.authorization:find("old", 1, true))
  end)

  it("sends a fold as one space", function()
    local headers, details = sigv4.sign(request({ headers = { { "My-Header1", "a\n  b\n\tc" } } }))
    assert.equal("a b c", scripted.header({ headers = headers }, "My-Header1"))
    assert.truthy(details.canonical_request:find("\nmy-header1:a b c\n", 1, true))
  end)

  it("sends headers that others change without signing them", function()
    local names = {
      "User-Agent", "Connection", "X-Amzn-Trace-Id", "Expect", "Transfer-Encoding", "amz-sdk-request",
      "amz-sdk-invocation-id", "Via", "X-Forwarded-For", "Proxy-Authorization",
    }
    for _, name in ipairs(names) do
      local headers, details = sigv4.sign(request({ headers = { [name] = "v" } }))
      assert.equal("v", headers[name])
      assert.equal("host;x-amz-date", details.signed_headers, name)
    end
  end)

  it("adds and signs the session token, or adds it only", function()
    local keys = { access_key_id = "A", secret_access_key = "B", session_token = "T+/=" }
    local headers, details = sigv4.sign(request({ credentials = keys }))
    assert.equal("T+/=", headers["X-Amz-Security-Token"])
    assert.equal("host;x-amz-date;x-amz-security-token", details.signed_headers)
    headers, details = sigv4.sign(request({ credentials = keys, sign_token = false }))
    assert.equal("T+/=", headers["X-Amz-Security-Token"])
    assert.equal("host;x-amz-date", details.signed_headers)
  end)

  it("hashes the body unless a hash is given", function()
    local _, details = sigv4.sign(request({ body = "hello\0" }))
    assert.equal(reference.sha256("hello\0"), details.canonical_request:match("[^\n]*$"))
    _, details = sigv4.sign(request({ body = "hello", payload_hash = "UNSIGNED-PAYLOAD" }))
    assert.equal("UNSIGNED-PAYLOAD", details.canonical_request:match("[^\n]*$"))
    local headers
    headers, details = sigv4.sign(request({ body = "hello", sign_payload_header = true }))
    assert.equal(reference.sha256("hello"), headers["X-Amz-Content-Sha256"])
    assert.truthy(details.signed_headers:find("x-amz-content-sha256", 1, true))
  end)

  it("keeps escapes on the wire, encodes the rest, and encodes once more for the signature", function()
    local url = "https://h/a b/%41/%zz/é?x=1 2"
    local _, details = sigv4.sign(request({ url = url }))
    assert.equal("https://h/a%20b/%41/%25zz/%C3%A9?x=1%202", details.url)
    assert.truthy(details.canonical_request:find("\n/a%2520b/%2541/%2525zz/%25C3%25A9\nx=1%202\n", 1, true))
    _, details = sigv4.sign(request({ url = url, double_encode = false }))
    assert.truthy(details.canonical_request:find("\n/a%20b/A/%25zz/%C3%A9\n", 1, true))
  end)

  --- The path and the query of a canonical request.
  local function canonical_target(details)
    return details.canonical_request:match("^[^\n]*\n([^\n]*)\n([^\n]*)")
  end

  --- What each spelling of a path in an s3 URL is signed as: what S3 makes of the path that it receives.
  local spellings = {
    ["/k%c3%a4se"] = "/k%C3%A4se", ["/k%C3%A4se"] = "/k%C3%A4se", ["/k\195\164se"] = "/k%C3%A4se", ["/a%7Eb"] = "/a~b",
    ["/a~b"] = "/a~b", ["/%61bc"] = "/abc", ["/a%2Db%2E%5f"] = "/a-b._", ["/a%2bb"] = "/a%2Bb", ["/a+b"] = "/a%2Bb",
    ["/a b"] = "/a%20b", ["/a%2Fb"] = "/a/b", ["/a%252Fb"] = "/a%252Fb", ["/100%"] = "/100%25", ["/%zz%4"] = "/%25zz%254",
    ["/%"] = "/%25", ["/a//./../b"] = "/a//./../b", ["/a%00b"] = "/a%00b", ["/%F0%9f%98%80"] = "/%F0%9F%98%80",
  }

  it("signs a path of s3 as S3 reads it, whatever spelling was given", function()
    for _, service in ipairs({ "s3", "s3express", "s3-object-lambda", "s3-outposts" }) do
      for path, signed in pairs(spellings) do
        local made = request({ url = "https://b.s3.amazonaws.com" .. path, service = service, expires = 60 })
        assert.equal(signed, (canonical_target(select(2, sigv4.sign(made)))), path)
        assert.equal(signed, (canonical_target(select(2, sigv4.presign(made)))), path)
      end
    end
  end)

  it("sends and signs a + of a query as %2B, in a URL and in parts, signed and presigned", function()
    for query, meant in pairs({
      ["list-type=2&prefix=a+b"] = "list-type=2&prefix=a%2Bb", ["a+b=1"] = "a%2Bb=1", ["x=%2B&y=+"] = "x=%2B&y=%2B",
      ["+"] = "%2B", ["a=%2b++"] = "a=%2b%2B%2B", ["a=b%20c"] = "a=b%20c",
    }) do
      for _, service in ipairs({ "s3", "dms" }) do
        local parts = { host = "h", path = "/a+b", query = query }
        for _, url in ipairs({ "https://h/a+b?" .. query, parts }) do
          local made = request({ url = url, service = service, expires = 60 })
          local _, details = sigv4.sign(made)
          assert.equal("https://h/a%2Bb?" .. meant, details.url)
          assert.is_nil(details.canonical_request:find("+", 1, true))
          local presigned = sigv4.presign(made)
          assert.equal("https://h/a%2Bb?" .. meant, presigned:sub(1, #"https://h/a%2Bb?" + #meant))
        end
      end
    end
  end)

  it("signs an IPv6 address without its zone, and keeps that in the URL", function()
    local made = request({ url = "http://[FE80::1%25eth0]:4566/a", expires = 60 })
    local headers, details = sigv4.sign(made)
    assert.equal("[fe80::1]:4566", headers.Host)
    assert.truthy(details.canonical_request:find("\nhost:[fe80::1]:4566\n", 1, true))
    assert.equal(made.url, details.url)
    local url
    url, details = sigv4.presign(made)
    assert.truthy(details.canonical_request:find("\nhost:[fe80::1]:4566\n", 1, true))
    assert.equal(made.url .. "?", url:sub(1, #made.url + 1))
  end)

  it("sends Accept-Encoding without signing it", function()
    local headers, details = sigv4.sign(request({ headers = { ["Accept-Encoding"] = "identity", Accept = "*/*" } }))
    assert.equal("identity", headers["Accept-Encoding"])
    assert.equal("accept;host;x-amz-date", details.signed_headers)
  end)

  it("normalises the path for the signature only", function()
    local _, details = sigv4.sign(request({ url = "https://h/a/./b//../c/" }))
    assert.equal("https://h/a/./b//../c/", details.url)
    assert.truthy(details.canonical_request:find("^GET\n/a/c/\n"))
    _, details = sigv4.sign(request({ url = "https://h/a/./b//../c/", normalize_path = false }))
    assert.truthy(details.canonical_request:find("^GET\n/a/./b//../c/\n"))
  end)

  it("takes the time now where none is given", function()
    local before = os.time()
    local headers = sigv4.sign(request({ time = NONE }))
    assert.truthy(headers["X-Amz-Date"] >= os.date("!%Y%m%dT%H%M%SZ", before))
    assert.truthy(headers["X-Amz-Date"] <= os.date("!%Y%m%dT%H%M%SZ", os.time() + 1))
  end)

  it("takes times from 1970 to the end of 9999", function()
    assert.equal("19700101T000000Z", sigv4.sign(request({ time = 0 }))["X-Amz-Date"])
    assert.equal("99991231T235959Z", sigv4.sign(request({ time = 253402300799 }))["X-Amz-Date"])
    assert.equal("20240229T235958Z", sigv4.sign(request({ time = 1709251198.9 }))["X-Amz-Date"])
  end)

  it("takes a URL in parts", function()
    local _, whole = sigv4.sign(request({ url = "http://h:8080/a b?c=d" }))
    local parts = { scheme = "http", host = "h", port = 8080, path = "/a b", query = "c=d" }
    local _, details = sigv4.sign(request({ url = parts }))
    assert.same(whole, details)
    assert.equal("https://h/", select(2, sigv4.sign(request({ url = { host = "h" } }))).url)
  end)

  it("does not modify the request", function()
    local given = request({ headers = { { "authorization", "x" }, { "A", "b\n c" } }, body = "b", time = NONE })
    local before = copy_of(given)
    sigv4.sign(given)
    assert.same(before, given)
  end)
end)

describe("sigv4.presign", function()
  it("puts the signature into the URL", function()
    local url, details = sigv4.presign(request({ expires = 3600 }))
    assert.equal(url, details.url)
    assert.truthy(url:find("^https://example%.amazonaws%.com/a%?b=c&X%-Amz%-Algorithm=AWS4%-HMAC%-SHA256&"))
    assert.truthy(url:find("&X-Amz-Expires=3600&", 1, true))
    assert.truthy(url:find("&X-Amz-Signature=" .. details.signature, 1, true))
    assert.equal("host", details.signed_headers)
  end)

  it("takes 1 to 604800 seconds", function()
    for _, expires in ipairs({ 1, 604800 }) do assert.is_string((sigv4.presign(request({ expires = expires })))) end
    for _, expires in ipairs({ 0, -1, 604801, 0 / 0, math.huge, "60", {}, true }) do
      local err = failure(sigv4.presign, request({ expires = expires }))
      assert.equal("expires", err.problems[1].path)
    end
    assert.equal("expires", failure(sigv4.presign, request()).problems[1].path)
  end)
end)

describe("a request that cannot be signed", function()
  local secret = "SecretKeyThatMustNotShow"

  --- The problems of both functions with a request, which must be the same.
  local function problems_of(changes)
    local made = request({ expires = 60, credentials = { access_key_id = "AK", secret_access_key = secret } })
    with(made, changes)
    local err = failure(sigv4.sign, made)
    assert.is_true(errors.is(err, "ParamValidationError"), tostring(err))
    assert.same(err.problems, failure(sigv4.presign, made).problems)
    assert.is_nil(tostring(err):find(secret, 1, true))
    return err.problems
  end

  local function check(path, changes)
    local problems = problems_of(changes)
    assert.equal(path, problems[1].path)
    assert.is_string(problems[1].message)
  end

  it("names what is missing or of the wrong type", function()
    for _, name in ipairs({ "method", "url", "service", "region", "credentials" }) do
      check(name, { [name] = NONE })
      check(name, { [name] = 5 })
    end
    for _, name in ipairs({ "body", "payload_hash", "headers" }) do check(name, { [name] = 5 }) end
    for _, name in ipairs({ "normalize_path", "double_encode", "sign_payload_header", "sign_token" }) do
      check(name, { [name] = "yes" })
    end
  end)

  it("names empty texts and control characters", function()
    for _, name in ipairs({ "method", "service", "region" }) do
      check(name, { [name] = "" })
      for _, byte in ipairs({ "\r", "\n", "\0", "\127" }) do check(name, { [name] = "a" .. byte .. "b" }) end
    end
  end)

  it("names keys without showing them", function()
    check("credentials.access_key_id", { credentials = { secret_access_key = secret } })
    check("credentials.secret_access_key", { credentials = { access_key_id = "A" } })
    check("credentials.secret_access_key", { credentials = { access_key_id = "A", secret_access_key = secret .. "\n" } })
    check("credentials.session_token",
      { credentials = { access_key_id = "A", secret_access_key = secret, session_token = "a\r\nb" } })
    check("credentials.access_key_id", { credentials = { access_key_id = 5, secret_access_key = secret } })
    for _, id in ipairs({ "AK ID", " AKID", "AKID\194\160", "AKID,", '"AKID"', "AKID\226\128\157", "AKID\n" }) do
      check("credentials.access_key_id", { credentials = { access_key_id = id, secret_access_key = secret } })
    end
  end)

  it("names a URL that is none", function()
    for _, url in ipairs({ "", "/a", "https://", "https:///a", "ftp://h/", "https://u:p@h/", "https://h/\n", "https://h/#f" }) do
      check("url", { url = url })
    end
  end)

  it("names headers that cannot be sent", function()
    for _, name in ipairs({ "", "a b", "a:", "a\r\n", "é", "a\0" }) do check("headers", { headers = { { name, "v" } } }) end
    for _, value in ipairs({ "a\rb", "a\nb", "a\r\n b", "a\0", "a\n" }) do
      check("headers", { headers = { { "A", value } } })
      check("headers", { headers = { A = value } })
    end
    check("headers", { headers = { { "A", 5 } } })
    check("headers", { headers = { "A: b" } })
    check("headers", { headers = { { "A" } } })
    check("headers", { headers = { A = {} } })
  end)

  it("names a time that is no time", function()
    for _, time in ipairs({ "now", {}, true, -1, 253402300800, 0 / 0, math.huge, -math.huge }) do check("time", { time = time }) end
  end)

  it("names a field that nobody reads", function()
    check("sign_paylod_header", { sign_paylod_header = true })
  end)

  it("has all of its problems at once", function()
    local paths = {}
    for _, problem in ipairs(problems_of({ method = NONE, region = 5, time = "x" })) do paths[problem.path] = true end
    assert.same({ method = true, region = true, time = true }, paths)
  end)

  it("may be no table at all", function()
    for _, wrong in ipairs({ "GET", 5, true, print }) do
      assert.is_true(errors.is(failure(sigv4.sign, wrong), "ParamValidationError"))
      assert.is_true(errors.is(failure(sigv4.presign, wrong), "ParamValidationError"))
    end
    assert.is_true(errors.is(failure(sigv4.sign), "ParamValidationError"))
  end)

  it("leaves the signer as good as before", function()
    problems_of({ method = NONE })
    local _, details = sigv4.sign(request({ url = "https://example.amazonaws.com/" }))
    assert.equal("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", details.signature)
  end)
end)

describe("the signer of the core", function()
  it("keeps keys apart by secret, day, region and service", function()
    local signer = core.signer()
    local requests = {}
    for secret = 1, 3 do
      for day = 1, 3 do
        for place = 1, 4 do
          requests[#requests + 1] = request({
            credentials = { access_key_id = "A", secret_access_key = ("s"):rep(secret) },
            time = day * 86400,
            region = ({ "a", "ab", "b", "a-b" })[place],
            service = ({ "bc", "c", "bc", "c" })[place],
          })
        end
      end
    end
    for round = 1, 3 do
      for number = 1, #requests do
        local made = requests[round == 2 and #requests + 1 - number or number]
        local _, _, details = signer:sign(made, nil, true)
        assert.equal(reference.sign(made).signature, details.signature)
      end
    end
  end)

  it("signs large and odd things right", function()
    local signer = core.signer()
    local headers, query = {}, {}
    for i = 1, 500 do headers[i], query[i] = { "X-" .. i % 250, ("v"):rep(i) }, ("p%d=%d"):format(i % 100, i) end
    local made = request({
      headers = headers,
      url = "https://h/" .. ("%20 "):rep(20000) .. "?" .. table.concat(query, "&"),
      body = ("\0\255"):rep(500000),
      credentials = { access_key_id = ("A"):rep(1000), secret_access_key = ("k"):rep(5000), session_token = ("t"):rep(9000) },
    })
    local _, _, details = signer:sign(made, nil, true)
    assert.equal(reference.sign(made).signature, details.signature)
  end)

  it("raises plain errors once closed, and may be closed twice", function()
    local signer = core.signer()
    signer:close()
    signer:close()
    assert.has_error(function() signer:sign(request()) end, "the signer is closed")
    assert.has_error(function() signer:presign(request({ expires = 1 })) end, "the signer is closed")
  end)

  it("names a wrong argument", function()
    local signer = core.signer()
    for _, wrong in ipairs({ "x", 5, true }) do
      assert.truthy(tostring(failure(signer.sign, signer, wrong)):find("table expected", 1, true))
      assert.truthy(tostring(failure(signer.sign, wrong, request())):find("aws.core.signer expected", 1, true))
      assert.truthy(tostring(failure(signer.close, wrong)):find("aws.core.signer expected", 1, true))
    end
    assert.truthy(tostring(failure(signer.sign, io.stdout, request())):find("aws.core.signer expected", 1, true))
    assert.truthy(tostring(failure(signer.sign, curl.pool(), request())):find("aws.core.signer expected", 1, true))
  end)

  it("runs no metamethod", function()
    local signer = core.signer()
    local hostile = setmetatable({}, { __index = function() error("hostile", 0) end })
    local headers, problems = signer:sign(hostile)
    assert.is_nil(headers)
    assert.same({ path = "method", message = "is required" }, problems[1])
    headers, problems = signer:sign(request({ credentials = hostile }))
    assert.is_nil(headers)
    assert.equal("credentials.access_key_id", problems[1].path)
    assert.is_table((signer:sign(request())))
  end)
end)
