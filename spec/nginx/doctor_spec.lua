-- aws.doctor inside nginx: phase, resolver, certificates, shared dictionary; others are served meanwhile.
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"
local support = require "spec.support.doctor"

local SERVER = [[
  location = /named { resolver 127.0.0.1:DNSPORT ipv6=off; content_by_lua_block { require("spec.support.remote").serve() } }
  location = /filtered {
    header_filter_by_lua_block { require("spec.nginx.handlers.doctor").header_filter() }
    return 200 "filtered";
  }
]]

describe("the doctor inside nginx", function()
  local plain, trusting
  setup(function()
    plain = nginx.start({ server = SERVER, http = "lua_shared_dict keys 1m;" })
    trusting = nginx.start({ http = ('lua_ssl_trusted_certificate "%s";'):format(local_aws.variables().LOCAL_AWS_CA_BUNDLE) })
  end)
  teardown(nginx.stop_all)

  local function examine(server, options, location)
    local settings = local_aws.settings(options.endpoint_url)
    settings.ca_bundle = nil
    for name, value in pairs(options) do settings[name] = value end
    return server:call_at(location or "/call", "doctor", "run", settings, {})
  end

  local function said(report, name)
    local check = support.check(report, name)
    return check and check.status .. " " .. check.text
  end

  it("finds nothing wrong where nothing is, and tells nginx's version", function()
    local report = examine(plain, {})
    assert.is_true(report.ok, support.first_failure(report))
    assert.matches("^ok nginx %d+%.%d+%.%d+, its Lua module %d+%.%d+%.%d+$", said(report, "nginx"))
    assert.equal("ok content: calls yield to other requests", said(report, "nginx.phase"))
    assert.matches("^skip not needed for http://127", said(report, "nginx.resolver"))
    assert.matches("^skip not needed for http://127", said(report, "nginx.certificates"))
    assert.matches("^skip credentials_cache is not set", said(report, "nginx.dictionary"))
    assert.equal("ok", support.check(report, "service").status)
  end)

  it("names the resolver that is missing, in its first failure too", function()
    local named = local_aws.http():gsub("127%.0%.0%.1", "plain.aws.example")
    local report = examine(plain, { endpoint_url = named })
    assert.matches("^connection: .*nginx.conf has no \"resolver ADDRESS;\"", support.first_failure(report))
    assert.matches("^fail .*nginx.conf has no \"resolver ADDRESS;\"", said(report, "nginx.resolver"))
    report = examine(plain, { endpoint_url = local_aws.http("close-delimited"):gsub("127%.0%.0%.1", "plain.aws.example") }, "/named")
    assert.equal("ok finds the service", said(report, "nginx.resolver"))
  end)

  it("names the certificates that nginx.conf has to trust", function()
    local report = examine(plain, { endpoint_url = local_aws.https() })
    assert.matches("^tls: ", support.first_failure(report))
    assert.matches("^lua_ssl_trusted_certificate ", support.check(report, "nginx.certificates").hint)
    report = examine(trusting, { endpoint_url = local_aws.https() })
    assert.is_true(report.ok, support.first_failure(report))
    assert.equal("ok lua_ssl_trusted_certificate trusts the service's", said(report, "nginx.certificates"))
  end)

  it("looks at the shared dictionary", function()
    local report = examine(plain, { credentials_cache = "keys" })
    assert.matches("^ok keys, %d+ KiB free$", said(report, "nginx.dictionary"))
    report = examine(plain, { credentials_cache = "kees" })
    assert.matches("^settings: .*kees", support.first_failure(report))
  end)

  it("says which phase cannot wait", function()
    local headers = plain:ask("/filtered").headers
    assert.equal("connection", headers["x-first-failure"])
    assert.matches("nginx's phase header_filter cannot wait for the network", headers["x-connection"], 1, true)
    assert.matches("nginx's phase header_filter cannot wait for the network", headers["x-nginx-phase"], 1, true)
  end)

  it("says what to do about variables that nginx hides", function()
    local report = plain:call("doctor", "run", { network = false }, {})
    assert.matches("nginx hides variables", support.check(report, "files.config").text .. support.first_failure(report), 1, true)
  end)
end)
