local container = require "aws.credentials.providers.container"
local errors = require "aws.errors"
local files = require "spec.support.files"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"

local failure, SECRET, TOKEN = scripted.failure, providers.SECRET, providers.TOKEN

local KEYS = ('{"AccessKeyId":"AKC","SecretAccessKey":"%s","Token":"%s","Expiration":"2099-01-01T00:00:00Z"%%s}')
  :format(SECRET, TOKEN)
local FULL, RELATIVE = "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
local AUTH, AUTH_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
local REFUSED = { failure = { type = "ConnectionError", message = "refused", sent = false } }

local function keys_answer(more)
  return scripted.answer(KEYS:format(more or ""))
end

local function fetch(variables, context, options)
  return container.new(options, providers.surroundings(variables))(context or providers.context({ keys_answer() }))
end

--- The only request that was sent with these variables.
local function request_of(variables, options)
  local context = providers.context({ keys_answer() })
  assert.equal("AKC", fetch(variables, context, options).access_key_id)
  assert.equal(1, #context.requests)
  return context.requests[1]
end

local function refusal(variables, context, options)
  local err = failure(fetch, variables, context, options)
  assert.equal("container", err.provider, tostring(err))
  assert.is_true(providers.is_clean(err))
  return err
end

describe("keys of a container's agent", function()
  after_each(providers.clean)

  it("are asked for when a variable names the agent", function()
    local keys, reason = fetch({ [RELATIVE] = "", [FULL] = "" })
    assert.is_nil(keys)
    assert.truthy(reason:find(RELATIVE, 1, true) and reason:find(FULL, 1, true))
    assert.same({
      access_key_id = "AKC", secret_access_key = SECRET, session_token = TOKEN, expiration = 4070908800, account_id = "42",
    }, fetch({ [RELATIVE] = "/a" }, providers.context({ keys_answer(',"AccountId":"42","RoleArn":null') })))
  end)

  it("come from the ECS agent by a relative address, straight and soon", function()
    assert.same({
      method = "GET",
      url = "http://169.254.170.2/v2/credentials/x",
      headers = { { "Host", "169.254.170.2" }, { "Accept", "application/json" } },
      body = "",
      connect_timeout = 2,
      read_timeout = 2,
      timeout = 4,
      proxy = false,
      max_response_bytes = 65536,
    }, request_of({ [RELATIVE] = "/v2/credentials/x", [FULL] = "http://localhost/b" }))
  end)

  it("come from loopback, the known agents, and anybody with TLS", function()
    for url, host in pairs({
      ["http://localhost:8080/c"] = "localhost:8080",
      ["http://LOCALHOST/c"] = "localhost",
      ["http://127.0.0.2/c"] = "127.0.0.2",
      ["http://127.255.255.255:80/c"] = "127.255.255.255",
      ["http://[::1]/c"] = "[::1]",
      ["http://169.254.170.2/c"] = "169.254.170.2",
      ["http://169.254.170.23/v1/credentials"] = "169.254.170.23",
      ["http://[fd00:ec2::23]/v1/credentials"] = "[fd00:ec2::23]",
      ["https://example.com/c?d=e"] = "example.com",
    }) do
      local request = request_of({ [FULL] = url })
      assert.equal(url, request.url)
      assert.same({ "Host", host }, request.headers[1])
      assert.is_false(request.proxy)
    end
  end)

  it("come from nobody else, and nobody else is asked", function()
    for _, url in ipairs({ "http://example.com/c", "http://127.0.0.1@example.com/c", "https://user:pw@example.com/",
      "http://127.0.0.1.example.com/", "http://127.0.0.256/", "http://127.1/", "http://1270.0.0.1/", "http://2130706433/",
      "http://127.0.0.0001/", "http://169.254.169.254/", "http://[::2]/", "http://[::1%25eth0]/", "http://localhost.example/",
      "http://localhost\\@example.com/", "ftp://localhost/", "localhost/c", "http:///c", "http://127.0.0.1#@example.com/" }) do
      local context = providers.context({})
      local err = refusal({ [FULL] = url }, context)
      assert.is_true(errors.is(err, "ConfigError"), url)
      assert.truthy(err.message:find(FULL, 1, true), err.message)
      assert.equal(0, #context.requests)
    end
    for _, path in ipairs({ "@example.com/c", ".example.com/c", "c", ":80@example.com/" }) do
      local err = refusal({ [RELATIVE] = path })
      assert.truthy(err.message:find(RELATIVE .. " does not begin with a slash", 1, true), err.message)
    end
  end)

  describe("with a token", function()
    local function authorization(variables, options)
      variables[FULL] = "http://localhost/c"
      return (scripted.header(request_of(variables, options), "Authorization"))
    end

    it("of the variable, as it is", function()
      assert.equal("Basic " .. TOKEN, authorization({ [AUTH] = "Basic " .. TOKEN }))
      assert.is_nil(authorization({ [AUTH] = "" }))
    end)

    it("of the file, which wins, is read each time, and may end in a line", function()
      local path = providers.folder({ token = " one\r\n" }) .. "/token"
      local provider = container.new(nil, providers.surroundings({
        [FULL] = "http://localhost/c", [AUTH] = "other", [AUTH_FILE] = path,
      }))
      local context = providers.context({ keys_answer(), keys_answer() })
      provider(context)
      files.write(path, "two")
      provider(context)
      assert.equal("one", (scripted.header(context.requests[1], "Authorization")))
      assert.equal("two", (scripted.header(context.requests[2], "Authorization")))
    end)

    it("is read from its file for each request: an agent may have another one by now", function()
      local path = providers.folder({ token = "one" }) .. "/token"
      local context = providers.context({ function()
        files.write(path, "two\n")
        return scripted.answer("", 401)
      end, keys_answer() })
      assert.equal("AKC", fetch({ [RELATIVE] = "/a", [AUTH_FILE] = path }, context).access_key_id)
      assert.equal("one", (scripted.header(context.requests[1], "Authorization")))
      assert.equal("two", (scripted.header(context.requests[2], "Authorization")))
    end)

    it("that cannot be read or sent is an error before any request", function()
      local folder = providers.folder({ broken = TOKEN .. "\r\nX: y", empty = "\n", huge = ("x"):rep(20000) })
      local wrong = {
        [folder .. "/none"] = "cannot be opened", [folder] = "is a folder", [folder .. "/empty"] = "is empty",
        [folder .. "/broken"] = "control character", [folder .. "/huge"] = "is larger than",
      }
      for path, words in pairs(wrong) do
        local context = providers.context({})
        local err = refusal({ [RELATIVE] = "/a", [AUTH_FILE] = path }, context)
        assert.is_true(errors.is(err, "CredentialsError"))
        assert.truthy(err.message:find(words, 1, true) and err.message:find(AUTH_FILE, 1, true), err.message)
        assert.equal(0, #context.requests)
      end
      local err = refusal({ [RELATIVE] = "/a", [AUTH] = TOKEN .. "\n" })
      assert.truthy(err.message:find(AUTH .. " has a control character", 1, true), err.message)
    end)
  end)

  it("are asked for three times, a second apart", function()
    local context = providers.context({ scripted.answer("x", 500), scripted.answer("not json"), keys_answer() })
    assert.equal("AKC", fetch({ [RELATIVE] = "/a" }, context).access_key_id)
    assert.same({ 1, 1 }, context.slept)
  end)

  it("fail with what came last", function()
    for words, answer in pairs({
      ["ConnectionError: refused"] = REFUSED,
      ["HTTP 404"] = scripted.answer("<html>" .. SECRET, 404),
      ["HTTP 400 (InvalidIdInRequest: ID not found)"] =
        scripted.answer('{"code":"InvalidIdInRequest","message":"ID not found","HTTPErrorCode":400}', 400),
      ["HTTP 301"] = scripted.answer("", 301, { location = "http://example.com/" }),
      ["is not the JSON expected"] = scripted.answer(SECRET),
      ["neither answer nor reason"] = function() return "nonsense" end,
    }) do
      local context = providers.context({ answer, answer, answer })
      local err = refusal({ [RELATIVE] = "/a?q=" .. SECRET }, context)
      assert.is_true(errors.is(err, "CredentialsError"))
      assert.truthy(err.message:find("no credentials from http://169.254.170.2/a: ", 1, true), err.message)
      assert.truthy(err.message:find(words, 1, true), err.message)
      assert.equal(3, #context.requests)
    end
  end)

  it("fail without the token that the agent repeats", function()
    local answer = scripted.answer(('{"code":"Bad","message":"no such token: %s"}'):format(TOKEN), 401)
    local err = refusal({ [RELATIVE] = "/a", [AUTH] = TOKEN }, providers.context({ answer, answer, answer }))
    assert.truthy(err.message:find("no such token: [redacted]", 1, true), err.message)
  end)

  it("fail without the part of the token that is left where the agent's words are cut", function()
    for filler = 170, 198 do
      local answer = scripted.answer(('{"code":"Bad","message":"%s%s"}'):format(("x"):rep(filler), TOKEN), 401)
      local err = refusal({ [RELATIVE] = "/a", [AUTH] = TOKEN }, providers.context({ answer, answer, answer }))
      assert.is_nil(err.message:find(TOKEN:sub(1, 6), 1, true), err.message)
    end
  end)

  it("fail at once where another attempt is no use", function()
    local context = providers.context({ { failure = { type = "TLSError", message = "bad certificate", sent = false } } })
    assert.truthy(refusal({ [FULL] = "https://example.com/" }, context).message:find("bad certificate", 1, true))
    for words, body in pairs({
      ["has no SecretAccessKey"] = '{"AccessKeyId":"AK"}',
      ["has no Token"] = KEYS:format(""):gsub('"Token":"[^"]*",', ""),
      ["has no AccessKeyId"] = KEYS:format(',"AccessKeyId":""'),
      ["has no Expiration"] = KEYS:format(',"Expiration":null'),
      ["not an ISO 8601 time with a time zone"] = KEYS:format(',"Expiration":"soon"'),
      ["control character in Token"] = KEYS:format(',"Token":"a\\r\\nb"'),
      ["have expired"] = KEYS:format(',"Expiration":"2001-01-01T00:00:00Z"'),
    }) do
      context = providers.context({ scripted.answer(body) })
      local err = refusal({ [RELATIVE] = "/a" }, context)
      assert.is_true(errors.is(err, "CredentialsError"))
      assert.truthy(err.message:find(words, 1, true), err.message)
    end
  end)

  it("are not waited for beyond the call's time", function()
    local context = providers.context({ REFUSED, REFUSED, REFUSED }, { deadline = 101.5 })
    local err = failure(fetch, { [RELATIVE] = "/a" }, context)
    assert.is_true(errors.is(err, "DeadlineExceeded"))
    assert.equal(1.5, context.requests[1].timeout)
    assert.equal(0.5, context.requests[2].timeout)
    assert.same({ 1, 0.5 }, context.slept)
  end)

  it("are given up at Ctrl-C", function()
    local stop = { failure = { type = "Interrupted", message = "interrupted", sent = true } }
    local err = failure(fetch, { [RELATIVE] = "/a" }, providers.context({ stop }))
    assert.is_true(errors.is(err, "Interrupted"))
  end)

  it("go by options in place of variables", function()
    local variables = { [RELATIVE] = "/a", [AUTH] = "of the variable", [AUTH_FILE] = "/none" }
    local request = request_of(variables, { full_uri = "http://localhost/o", authorization_token = "own", timeout = 0.5 })
    assert.equal("http://localhost/o", request.url)
    assert.equal("own", (scripted.header(request, "Authorization")))
    assert.equal(0.5, request.read_timeout)
    local context = providers.context({ REFUSED })
    refusal({}, context, { relative_uri = "/a", attempts = 1 })
    assert.equal("http://169.254.170.2/a", context.requests[1].url)
    assert.truthy(refusal({}, nil, { full_uri = "http://example.com/" }).message:find("full_uri", 1, true))
    for _, wrong in ipairs({ { uri = "x" }, { timeout = "1" }, { attempts = 0.5 }, { full_uri = "" } }) do
      assert.is_true(errors.is(failure(container.new, wrong, providers.surroundings()), "ConfigError"))
    end
  end)
end)
