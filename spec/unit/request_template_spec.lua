-- Templates of requests: what they sign is what signer:sign signs of the whole request.
local core = require "aws.core"

local KEYS = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" }
local TEMPORARY = { access_key_id = "ASIDEXAMPLE", secret_access_key = "other", session_token = "token/+=", expiration = 5 }

--- A request whose second and third headers vary.
local function request(more)
  local made = {
    method = "POST", url = "https://dms.us-east-1.amazonaws.com/", service = "dms", region = "us-east-1",
    headers = {
      { "User-Agent", "me" }, { "amz-sdk-invocation-id", "id" }, { "X-Own", "1" }, { "Content-Type", "application/json" },
    },
    credentials = KEYS, time = 1709251198, body = "",
  }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

--- What the template of a request signs, and what the signer signs of the same.
local function both(made, credentials, time, body, id, own)
  local signer = core.signer()
  local template, url = assert(core.request_template(made, 2, 2))
  local signed = assert(template:sign(signer, credentials, time, body, id, own))
  made.credentials, made.time, made.body = credentials, time, body
  made.headers[2], made.headers[3] = { made.headers[2][1], id }, { made.headers[3][1], own }
  local headers, whole_url = signer:sign(made)
  signer:close()
  assert.equal(whole_url, url)
  assert.same(headers, signed:list())
  return signed:list()
end

describe("a template of requests", function()
  local cases = {
    ["a service with a path and a query"] = { url = "HTTP://Host.example:0080/a b/%2f//../c?z=1&a=%20+&b" },
    ["s3"] = { service = "s3", url = "https://bucket.s3.amazonaws.com/a//b%2fc/..", sign_payload_header = true },
    ["another method, without escaping twice"] = { method = "DELETE", double_encode = false, normalize_path = false },
    ["a payload hash"] = { payload_hash = "UNSIGNED-PAYLOAD" },
    ["a token that is not signed"] = { sign_token = false },
    ["a Host of its own, and what signing replaces"] = {
      headers = {
        { "Host", "other.example" }, { "amz-sdk-request", "" }, { "X-Own", "" }, { "X-Amz-Date", "old" },
        { "authorization", "old" }, { "X-Amz-Security-Token", "old" },
      },
    },
    ["values with folds and blanks"] = {
      headers = { { "X-Fold", "a \n  b" }, { "X-A", "" }, { "X-B", "" }, { "X-Blank", "  a   b  " }, { "X-Fold", "\n c" } },
    },
  }
  for name, more in pairs(cases) do
    it("signs as the signer does: " .. name, function()
      both(request(more), KEYS, 1709251198.75, "", "0f5d", "1")
      both(request(more), TEMPORARY, 0, ("x"):rep(5000) .. "\0\n", "", " two  blanks ")
    end)
  end

  it("signs again and again, with what is given each time", function()
    local signer = core.signer()
    local template = assert(core.request_template(request(), 2, 1))
    local seen = {}
    for i = 1, 50 do
      local keys = i % 2 == 0 and KEYS or TEMPORARY
      local list = template:sign(signer, keys, i, "body " .. i, "id " .. i):list()
      assert.equal("id " .. i, list[3][2])
      local authorization = list[#list][2]
      assert.is_nil(seen[authorization])
      seen[authorization] = true
      local again = template:sign(signer, keys, i, "body " .. i, "id " .. i):list()
      assert.equal(authorization, again[#again][2])
    end
    signer:close()
  end)

  it("gives lists of the caller's own", function()
    local signed = assert(core.request_template(request(), 1, 0)):sign(core.signer(), KEYS, 0, "")
    local list = signed:list()
    list[1][1], list[2] = "changed", nil
    assert.equal("Host", signed:list()[1][1])
    assert.is_nil(getmetatable(signed).list)
  end)

  it("names what is wrong with a request", function()
    local template, problems = core.request_template(request({ region = "a/b", method = 5 }), 2, 1)
    assert.is_nil(template)
    assert.equal(2, #problems)
    template, problems = core.request_template({}, 1, 0)
    assert.is_nil(template)
    assert.is_true(#problems > 3)
  end)

  it("names what is wrong with credentials", function()
    local signer, template = core.signer(), assert(core.request_template(request(), 2, 1))
    for wrong, path in pairs({
      [{ access_key_id = "A", secret_access_key = "" }] = "credentials.secret_access_key",
      [{ access_key_id = "A\n", secret_access_key = "S" }] = "credentials.access_key_id",
      [{ access_key_id = "A", secret_access_key = "S", session_token = 5 }] = "credentials.session_token",
      [5] = "credentials",
    }) do
      local signed, problems = template:sign(signer, wrong, 0, "", "id")
      assert.is_nil(signed)
      assert.equal(path, problems[1].path)
    end
    assert.equal(6, #template:sign(signer, KEYS, 0, "", "id"):list() - 1)
  end)

  it("refuses arguments that a caller of ours never gives", function()
    local signer, template = core.signer(), assert(core.request_template(request(), 2, 1))
    local function raises(words, ...)
      local ok, raised = pcall(template.sign, template, ...)
      assert.is_false(ok)
      assert.truthy(tostring(raised):find(words, 1, true), tostring(raised))
    end
    for _, value in ipairs({ "a\r\nX-Evil: 1", "a\n", "\0" }) do raises("has CR, LF or NUL", signer, KEYS, 0, "", value) end
    raises("string expected", signer, KEYS, 0, "")
    raises("string expected", signer, KEYS, 0, 5, "id")
    for _, time in ipairs({ -1, 253402300800, math.huge, 0 / 0 }) do raises("not in 1970 to 9999", signer, KEYS, time, "", "id") end
    raises("signer", {}, KEYS, 0, "", "id")
    signer:close()
    raises("the signer is closed", signer, KEYS, 0, "", "id")
    for _, place in ipairs({ { 0, 1 }, { 4, 2 }, { 1, -1 }, { 2 ^ 31, 2 ^ 31 } }) do
      assert.is_false(pcall(core.request_template, request(), place[1], place[2]))
    end
    assert.is_false(pcall(core.request_template, "request", 1, 0))
  end)
end)
