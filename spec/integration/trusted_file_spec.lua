-- The file of trusted certificates as it is when a connection is opened counts, whatever it held before.
local child = require "spec.support.child"
local files = require "spec.support.files"
local folder = require "spec.support.folder"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"
local transports = require "spec.support.transports"

describe("a bundle of certificates", function()
  local transport = transports.each()
  local home, path, server, right, wrong

  before_each(function()
    home = folder.new()
    path = home.path .. "/bundle.pem"
    -- Each connection serves one request.
    server = tcp_server.start({ tcp_server.tls(), "read", tcp_server.answer(200, { Connection = "close" }, "ok") })
    right = files.read(local_aws.variables().LOCAL_AWS_CA_BUNDLE)
    wrong = files.read(local_aws.variables().LOCAL_AWS_DIR .. "/tls/wrong-host.pem") -- a certificate that signed none
  end)
  after_each(function() home.remove() end)

  --- "ok", or the failure's type.
  local function ask()
    local response, failure = transport(local_aws.request(server.https, { ca_bundle = path }))
    return response and response.body or failure.type, failure and failure.message
  end

  local function write(text, name)
    files.write(home.path .. "/" .. (name or "bundle.pem"), text)
  end

  local function replace(text)
    write(text, "bundle.new")
    assert(os.rename(home.path .. "/bundle.new", path))
  end

  it("that is replaced counts from the next connection on, as often as that happens", function()
    for _ = 1, 3 do
      replace(wrong)
      assert.equal("TLSError", (ask()))
      assert.equal("TLSError", (ask()))
      replace(right)
      assert.equal("ok", (ask()))
      assert.equal("ok", (ask()))
    end
  end)

  it("that no longer trusts a server ends the trust in it", function()
    write(right)
    assert.equal("ok", (ask()))
    assert.equal("ok", (ask()))
    replace(wrong)
    assert.equal("TLSError", (ask()))
  end)

  it("may be written anew in place, added to, removed, and come back", function()
    write(wrong)
    assert.equal("TLSError", (ask()))
    write(wrong .. right)
    assert.equal("ok", (ask()))
    os.remove(path)
    local outcome, message = ask()
    assert.equal("TLSError", outcome)
    assert.matches(path, message, 1, true)
    write(right)
    assert.equal("ok", (ask()))
  end)

  it("may be a link that leads elsewhere later", function()
    write(right, "right.pem")
    write(wrong, "wrong.pem")
    local function link(name) assert(os.execute(("ln -sfn %s/%s %s"):format(home.path, name, path))) end
    link("right.pem")
    assert.equal("ok", (ask()))
    link("wrong.pem")
    assert.equal("TLSError", (ask()))
    link("right.pem")
    assert.equal("ok", (ask()))
  end)

  it("is one of several that a transport is given", function()
    write(right, "right.pem")
    write(wrong, "wrong.pem")
    for _ = 1, 3 do
      path = home.path .. "/right.pem"
      assert.equal("ok", (ask()))
      path = home.path .. "/wrong.pem"
      assert.equal("TLSError", (ask()))
    end
  end)

  it("counts in aws.map, too", function()
    local aws = require "aws"
    write(right)
    local function outcomes()
      local seen = {}
      for _, result in ipairs((aws.map({ 1, 2, 3, 4, 5, 6 }, function() return (ask()) end, { concurrency = 3 }))) do
        seen[result.value] = (seen[result.value] or 0) + 1
      end
      return seen
    end
    assert.same({ ok = 6 }, outcomes())
    replace(wrong)
    assert.same({ TLSError = 6 }, outcomes())
    replace(right)
    assert.same({ ok = 6 }, outcomes())
  end)

  it("does not end a connection that is open", function()
    local kept = tcp_server.start({ tcp_server.tls(), "read", tcp_server.answer(200, {}, "ok"), "read", tcp_server.answer(200, {}, "ok") })
    server = kept
    write(right)
    assert.equal("ok", (ask()))
    replace(wrong)
    assert.equal("ok", (ask()))
  end)
end)

describe("a failure about certificates", function()
  local function message_of(url, bundle)
    local _, failure = transports.once(local_aws.request(url, { ca_bundle = bundle }))
    assert.equal("TLSError", failure.type)
    return failure.message
  end

  local function assert_names_settings(message)
    assert.matches("ca_bundle", message, 1, true)
    assert.matches("AWS_CA_BUNDLE", message, 1, true)
  end

  it("names the settings that say what is trusted", function()
    local variables = local_aws.variables()
    for _, url in ipairs({ variables.LOCAL_AWS_EXPIRED_URL, variables.LOCAL_AWS_WRONG_HOST_URL }) do
      assert_names_settings(message_of(url, variables.LOCAL_AWS_CA_BUNDLE))
    end
    assert_names_settings(message_of(variables.LOCAL_AWS_HTTPS_URL, variables.LOCAL_AWS_DIR .. "/tls/wrong-host.pem"))
    assert_names_settings(message_of(variables.LOCAL_AWS_HTTPS_URL, "/nowhere/ca.pem"))
    assert_names_settings(message_of(variables.LOCAL_AWS_HTTPS_URL, "Makefile"))
  end)

  it("says so where the system's certificates are what is trusted", function()
    local request = local_aws.request(local_aws.https())
    request.ca_bundle = nil
    local _, failure = transports.once(request)
    assert.equal("TLSError", failure.type)
    assert_names_settings(failure.message)
  end)

  it("names them behind a path of any length", function()
    local long = "/nowhere/" .. ("x"):rep(200) .. "/ca.pem"
    assert_names_settings(message_of(local_aws.https(), long))
  end)

  it("does not name them where it is about TLS itself", function()
    local message = message_of(local_aws.variables().LOCAL_AWS_OLD_TLS_URL, local_aws.variables().LOCAL_AWS_CA_BUNDLE)
    assert.is_nil(message:find("AWS_CA_BUNDLE", 1, true))
  end)

  it("says what to install where the system's file is missing", function()
    local library = child.compile("no_certificates", true)
    local lua = arg and arg[-1] or os.getenv "LUA"
    local command = ('LD_PRELOAD="$LD_PRELOAD:$PWD/%s" exec %s -e %s'):format(library, lua, child.quote([[
      local _, err = pcall(require("aws.drs").retry_data_replication, { sourceServerID = "s-stalled0000000001" })
      print(err.type, err.applied, err.message:match("install ca%-certificates"), err.message:match("AWS_CA_BUNDLE"))
    ]]))
    local code, stdout, stderr = child.run(child.environment(local_aws.environment({ AWS_ENDPOINT_URL = local_aws.https() }))
      .. "sh -c " .. child.quote(command))
    assert.equal("", stderr)
    assert.equal("TLSError\tno\tinstall ca-certificates\tAWS_CA_BUNDLE\n", stdout)
    assert.equal(0, code)
  end)
end)
