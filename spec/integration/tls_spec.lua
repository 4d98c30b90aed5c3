-- TLS is verified, and at least 1.2: a peer that fails gets nothing.
local child = require "spec.support.child"
local curl = require "aws.transport.curl"
local dms = require "aws.dms"
local files = require "spec.support.files"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"
local transports = require "spec.support.transports"

--- A certificate that signed none of the endpoint's.
local function other_ca()
  return local_aws.variables().LOCAL_AWS_DIR .. "/tls/wrong-host.pem"
end

local function transport_failure(url, more)
  local response, failure = transports.once(local_aws.request(url .. "/local-aws/echo", more))
  assert.is_nil(response)
  return failure
end

local function assert_refused(url, more)
  local failure = transport_failure(url, more)
  assert.equal("TLSError", failure.type)
  assert.is_false(failure.sent)
  assert.is_nil(failure.status)
  assert.is_nil(failure.headers)
  assert.is_true(#failure.message > 0)
  local settings = more and { ca_bundle = more.ca_bundle }
  local err = local_aws.call_error(url, settings)
  assert.equal("TLSError", err.type)
  assert.equal("transport", err.kind)
  assert.equal("no", err.applied)
  assert.is_false(err.retryable)
  assert.is_nil(err.status)
  assert.equal("dms", err.service)
  return failure
end

describe("a TLS peer is refused:", function()
  local variables
  setup(function() variables = local_aws.variables() end)

  it("a certificate for another name", function()
    local failure = assert_refused(variables.LOCAL_AWS_WRONG_HOST_URL)
    assert.matches("subject name", failure.message)
  end)

  it("a certificate that has expired", function()
    local failure = assert_refused(variables.LOCAL_AWS_EXPIRED_URL)
    assert.matches("expired", failure.message)
  end)

  it("an unknown CA", function()
    local request = local_aws.request(local_aws.https() .. "/local-aws/echo")
    request.ca_bundle = nil
    local response, failure = transports.once(request)
    assert.is_nil(response)
    assert.equal("TLSError", failure.type)
    assert.is_false(failure.sent)

    local settings = local_aws.settings(local_aws.https())
    settings.ca_bundle = nil
    local client = dms.new(settings)
    local _, err = pcall(client.stop_replication, { ReplicationConfigArn = local_aws.arn() })
    client.close()
    assert.equal("TLSError", err.type)
    assert.equal("no", err.applied)
  end)

  it("a CA that signed nothing here", function()
    assert_refused(local_aws.https(), { ca_bundle = other_ca() })
  end)

  it("TLS 1.1", function()
    assert_refused(variables.LOCAL_AWS_OLD_TLS_URL)
  end)

  it("TLS 1.1, also where the system would allow it", function()
    local file = os.tmpname()
    files.write(file, "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\nMinProtocol = TLSv1\n"
      .. "CipherString = DEFAULT:@SECLEVEL=0\n")
    local code, stdout, stderr = child.lua([[
      local drs = require "aws.drs"
      local _, err = pcall(drs.retry_data_replication, { sourceServerID = "s-stalled0000000001" })
      print(err.type, err.applied)
    ]], local_aws.environment({
      AWS_ENDPOINT_URL = variables.LOCAL_AWS_OLD_TLS_URL,
      AWS_CA_BUNDLE = variables.LOCAL_AWS_CA_BUNDLE,
      OPENSSL_CONF = file,
    }))
    os.remove(file)
    assert.equal("", stderr)
    assert.equal("TLSError\tno\n", stdout)
    assert.equal(0, code)
  end)

  it("a bundle that does not exist any more", function()
    local failure = transport_failure(local_aws.https(), { ca_bundle = "/nowhere/ca.pem" })
    assert.same({ "TLSError", false }, { failure.type, failure.sent })
    assert.matches("/nowhere/ca.pem", failure.message, 1, true)
  end)

  it("a bundle that holds no certificate, though it looks like one", function()
    assert_refused(local_aws.https(), { ca_bundle = "spec/data/ca.pem" })
  end)

  it("whatever the environment says about bundles", function()
    local code, stdout = child.lua([[
      local drs = require "aws.drs"
      local _, err = pcall(drs.retry_data_replication, { sourceServerID = "s-stalled0000000001" })
      print(err.type, err.applied)
    ]], local_aws.environment({
      AWS_ENDPOINT_URL = local_aws.https(),
      SSL_CERT_FILE = "/dev/null",
      CURL_CA_BUNDLE = local_aws.variables().LOCAL_AWS_CA_BUNDLE,
    }))
    assert.equal("TLSError\tno\n", stdout)
    assert.equal(0, code)
  end)

  it("also after a good call on the same client", function()
    local transport = curl.new()
    assert.is_table((transport(local_aws.request(local_aws.https() .. "/local-aws/echo"))))
    local _, failure = transport(local_aws.request(variables.LOCAL_AWS_EXPIRED_URL .. "/local-aws/echo"))
    assert.equal("TLSError", failure.type)
    local untrusting = local_aws.request(local_aws.https() .. "/local-aws/echo")
    untrusting.ca_bundle = other_ca()
    _, failure = transport(untrusting)
    assert.equal("TLSError", failure.type)
    transport:close()
  end)
end)

describe("a TLS peer is accepted:", function()
  for _, host in ipairs({ "localhost", "127.0.0.1" }) do
    it("by the name " .. host, function()
      local client = dms.new(local_aws.settings((local_aws.https():gsub("localhost", host))))
      local _, metadata = client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
      client.close()
      assert.equal(200, metadata.status)
    end)
  end

  it("with TLS 1.2 or later", function()
    local id = "tls" .. local_aws.fresh()
    local client = dms.new(local_aws.settings(local_aws.https("none,id=" .. id)))
    client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
    client.close()
    local tls = local_aws.requests(id)[1].tls
    assert.is_true(tls == "TLSv1.2" or tls == "TLSv1.3")
  end)
end)

describe("the handshake", function()
  after_each(tcp_server.stop_all)

  it("offers HTTP/1.1 and no other version", function()
    local server = tcp_server.start({ "log" })
    local failure = transport_failure("https://" .. server.authority)
    assert.is_false(failure.sent)
    assert.matches("\8http/1.1", server.log(), 1, true)
    assert.is_nil(server.log():find("\2h2", 1, true))
  end)
end)

describe("schemes mixed up:", function()
  it("plain http spoken to the https port is nginx's refusal, applied no", function()
    local err = local_aws.call_error((local_aws.https():gsub("^https", "http")))
    assert.equal("service", err.kind)
    assert.equal("HTTP 400", err.type)
    assert.equal("no", err.applied)
  end)

  it("https spoken to the http port is no TLS", function()
    local url = local_aws.http():gsub("^http", "https")
    local failure = transport_failure(url)
    assert.equal("TLSError", failure.type)
    assert.is_false(failure.sent)
    assert.equal("no", local_aws.call_error(url).applied)
  end)
end)
