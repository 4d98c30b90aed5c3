--- An OpenSSL whose configuration leaves it without algorithms (FIPS gone wrong), and a system without random numbers:
--- errors of this library that say what to look at, never a text.
local child = require "spec.support.child"
local folder = require "spec.support.folder"
local scripted = require "spec.support.scripted"

--- Nothing but old algorithms.
local CONFIGURATION = [[
openssl_conf = init
[init]
providers = providers
[providers]
legacy = legacy
[legacy]
activate = 1
]]

--- Prints type and message of what `run` raises, in front of what each case calls.
local HEAD = [[
  local errors = require "aws.errors"
  local settings = { region = "us-east-1", credentials = { access_key_id = "A", secret_access_key = "B" }, max_attempts = 1,
    endpoint_url = "http://127.0.0.1:1" }
  local request = { method = "GET", url = "https://a.example/", service = "s", region = "us-east-1", expires = 60,
    credentials = settings.credentials }
  local input = { ReplicationConfigArn = "arn:aws:dms:us-east-1:1:replication-config:X" }
  local function show(run, ...)
    local ok, raised = pcall(run, ...)
    print(ok, errors.is(raised) and raised.type or type(raised), tostring(raised))
  end
]]

local without_algorithms = {
  ["a client"] = [[show(require("aws.dms").new, settings)]],
  ["a call of the default client"] = [[show(require("aws.dms").stop_replication, input)]],
  ["a request that is prepared"] = [[show(function() return require("aws.drs").prepare.describe_jobs({}) end)]],
  ["a signature"] = [[request.expires = nil show(require("aws.sigv4").sign, request)]],
  ["a presigned URL"] = [[show(require("aws.sigv4").presign, request)]],
  ["a digest"] = [[show(require("aws.protocol.crypto").sha256_hex, "x")]],
  ["the name of a token's file"] = [[show(require("aws.protocol.crypto").sha1_hex, "x")]],
}

local without_random = {
  ["a call"] = [[show(require("aws.dms").new(settings).stop_replication, input)]],
  ["an id"] = [[show(require("aws.waiting.user_functions").uuid)]],
  ["a number"] = [[show(require("aws.waiting.user_functions").number, { random = require("aws.core").random }, "random")]],
  ["a wait before a retry"] = [[
    settings.max_attempts, settings.now, settings.sleep = 2, os.time, function() end
    local user_functions = require "aws.waiting.user_functions"
    user_functions.uuid = function() return "id" end
    show(require("aws.dms").new(settings).stop_replication, input)]],
}

local function check(code, variables, ...)
  local exit_code, said, errors = child.lua(HEAD .. code, variables)
  assert.equal(0, exit_code, said .. errors)
  assert.equal("false\tConfigError\t", said:sub(1, 18), said)
  for _, words in ipairs({ ... }) do assert.truthy(said:find(words, 1, true), said) end
end

describe("OpenSSL without algorithms", function()
  for name, code in pairs(without_algorithms) do
    it("is a ConfigError for " .. name, function()
      local dir = folder.new()
      finally(dir.remove)
      local path = dir.write("openssl.cnf", CONFIGURATION)
      check(code, { OPENSSL_CONF = path, AWS_REGION = "us-east-1", AWS_ACCESS_KEY_ID = "A", AWS_SECRET_ACCESS_KEY = "B" },
        "OpenSSL has no SHA-", "OPENSSL_CONF")
    end)
  end
end)

--- What is said of each of OpenSSL's failures, when it was not for want of memory.
local refusals = {
  digest = "OpenSSL could not compute the hash", key = "OpenSSL refused the secret key",
  mac = "OpenSSL could not compute the signature",
}

describe("OpenSSL that fails", function()
  for failing, said in pairs(refusals) do
    for because, words in pairs({ refused = said, memory = "not enough memory", silent = "OpenSSL failed without a reason" }) do
      it(("is a ConfigError that says why: %s, %s"):format(failing, because), function()
        if package.cpath:find("/sanitize/", 1, true) then return pending("the sanitizers come first") end
        local variables = { LD_PRELOAD = child.compile("failing_openssl", true), FAILING = failing, BECAUSE = because }
        check([[show(require("aws.dms").new(settings).stop_replication, input)]], variables, "cannot sign: " .. words)
        check([[request.expires = nil show(require("aws.sigv4").sign, request)]], variables, "cannot sign: " .. words)
      end)
    end
  end

  it("signs the next request", function()
    if package.cpath:find("/sanitize/", 1, true) then return pending("the sanitizers come first") end
    local exit_code, said, complaint = child.lua([[
      local sign = require("aws.sigv4").sign
      local request = { method = "GET", url = "https://a.example/", service = "s", region = "us-east-1",
        credentials = { access_key_id = "A", secret_access_key = "B" } }
      local setenv = package.loadlib(os.getenv "LD_PRELOAD", "luaopen_failing_openssl")()
      print(pcall(sign, request))
      setenv("FAILING", "none")
      print(sign(request).Authorization ~= nil)
    ]], { LD_PRELOAD = child.compile("failing_openssl", true), FAILING = "key", BECAUSE = "refused" })
    assert.equal(0, exit_code, complaint)
    assert.equal("false\tConfigError: cannot sign: OpenSSL refused the secret key\ntrue\n", scripted.without_line(said))
  end)
end)

describe("a random generator that fails", function()
  for name, code in pairs(without_random) do
    it("is a ConfigError for " .. name, function()
      if package.cpath:find("/sanitize/", 1, true) then return pending("the sanitizers come first") end
      check(code, { LD_PRELOAD = child.compile("no_random", true) }, "the system's random generator failed")
    end)
  end
end)
